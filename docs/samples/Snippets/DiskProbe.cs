using Philae.HealthChecks;

namespace Snippets;

public sealed class DiskProbe(string path, long bytes) : IProbe
{
    public string Name => "disk";

    public Task CheckAsync(CancellationToken cancellationToken) =>
        new DriveInfo(path).AvailableFreeSpace >= bytes ? Task.CompletedTask : throw new ProbeException("disk almost full");
}
