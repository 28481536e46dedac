using System.Net;
using System.Text.Json;

namespace Philae.HealthChecks.Http;

/// <summary>What the judges of answers share: the status in the protocol's words, and a body that is bounded.</summary>
internal static class HttpAnswer
{
    private const int MaxSize = PhilaeReport.MaxSize;

    /// <summary>The status that is expected, or any of 2xx and 3xx.</summary>
    /// <exception cref="ProbeException">It is another.</exception>
    public static void CheckStatus(this HttpResponseMessage response, int? expected = null)
    {
        int code = (int)response.StatusCode;
        if (expected is null ? code is >= 200 and <= 399 : code == expected)
        {
            return;
        }

        // The standard's phrase and not the server's, whose text is foreign.
        using var standard = new HttpResponseMessage(response.StatusCode);
        string message = expected is null ? $"Invalid return code: {code} {standard.ReasonPhrase}".TrimEnd() : $"Unexpected status code: {code} (expected: {expected})";
        throw new ProbeException(message, Refusal(response.StatusCode));
    }

    /// <summary>Why the server refuses, if the status says so.</summary>
    public static FailureReason? Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => FailureReason.AuthenticationFailed,
        HttpStatusCode.Forbidden => FailureReason.AccessDenied,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => FailureReason.NotFound,
        _ => null,
    };

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="ProbeException">It is larger than 1 MiB.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[(int)Math.Min(response.Content.Headers.ContentLength ?? 4096, MaxSize) + 1];
        int length = 0;
        for (int read; (read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            length += read;
            if (length > MaxSize)
            {
                throw new ProbeException("response too large", FailureReason.UnexpectedResponse);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(2 * buffer.Length, MaxSize + 1));
            }
        }

        return buffer.AsMemory(0, length);
    }

    /// <summary>Reads what matters of a JSON body.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="invalid">What it reads where the body is something else.</param>
    /// <param name="select">Throws as <see cref="JsonElement"/> does where the JSON has another shape.</param>
    /// <param name="cancellationToken">The check's.</param>
    /// <exception cref="ProbeException">The body is not such JSON, or too large.</exception>
    public static async Task<T> ReadJsonAsync<T>(
        this HttpResponseMessage response, string invalid, Func<JsonElement, T> select, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await response.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return select(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ProbeException(invalid, FailureReason.UnexpectedResponse, exception);
        }
    }
}
