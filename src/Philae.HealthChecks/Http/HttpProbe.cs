namespace Philae.HealthChecks.Http;

/// <summary>Sends one request and judges the answer: HTTP, and everything that is probed by one request.</summary>
internal sealed class HttpProbe(string name, HttpSender sender, HttpCall call, Func<HttpResponseMessage, CancellationToken, Task> judge) : IProbe, IDisposable
{
    public string Name => name;

    public Task CheckAsync(CancellationToken cancellationToken) => sender.SendAsync(call, judge, cancellationToken);

    public void Dispose() => sender.Dispose();
}
