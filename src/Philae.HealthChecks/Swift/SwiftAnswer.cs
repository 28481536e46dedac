using System.Text.Json;
using Philae.HealthChecks.Http;

namespace Philae.HealthChecks.Swift;

/// <summary>Judges what the identity service answered.</summary>
internal static class SwiftAnswer
{
    public const string Failed = "unable to authenticate";

    /// <exception cref="ProbeException">The login is refused, or there is no public object store in the region.</exception>
    public static async Task CheckAsync(HttpResponseMessage response, int version, string? region, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new ProbeException(Failed, HttpAnswer.Refusal(response.StatusCode) ?? ((int)response.StatusCode is 429 or >= 500
                ? FailureReason.Unavailable
                : FailureReason.UnexpectedResponse));
        }

        if (!await HasObjectStoreAsync(response, version, region, cancellationToken).ConfigureAwait(false))
        {
            throw new ProbeException(Failed, FailureReason.NotFound);
        }
    }

    private static async Task<bool> HasObjectStoreAsync(HttpResponseMessage response, int version, string? region, CancellationToken cancellationToken)
    {
        try
        {
            return await response.ReadJsonAsync(
                Failed, answer => (version == 2 ? Version2(answer, region) : Version3(answer, region)).Any(), cancellationToken).ConfigureAwait(false);
        }
        catch (ProbeException exception) when (exception.Message != Failed)
        {
            // Too large: the message is this probe's all the same.
            throw new ProbeException(Failed, exception.Reason);
        }
    }

    private static IEnumerable<JsonElement> Version3(JsonElement answer, string? region) =>
        from endpoint in Endpoints(answer.GetProperty("token").GetProperty("catalog"))
        where Text(endpoint, "interface") == "public" && Text(endpoint, "url") is { Length: > 0 }
            && (region is null || Text(endpoint, "region_id") == region || Text(endpoint, "region") == region)
        select endpoint;

    private static IEnumerable<JsonElement> Version2(JsonElement answer, string? region) =>
        from endpoint in Endpoints(answer.GetProperty("access").GetProperty("serviceCatalog"))
        where Text(endpoint, "publicURL") is { Length: > 0 } && (region is null || Text(endpoint, "region") == region)
        select endpoint;

    private static IEnumerable<JsonElement> Endpoints(JsonElement catalogue) =>
        catalogue.EnumerateArray().Where(static service => Text(service, "type") == "object-store").SelectMany(static service => service.GetProperty("endpoints").EnumerateArray());

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
