using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Fuzz;

/// <summary>Searches any text for credentials, whole and cut.</summary>
internal static class TextReading
{
    private static readonly string[] Seeds =
    [
        "cannot reach redis://:s3cr3t@cache:6379/1, giving up", "Host=db;Password=\"s3cr;3t x\";Port=1", "Authorization: Basic s3cr3t\r\nCookie: id=s3cr3t", "{\"api_key\": \"s3cr3t\", \"db\": 1}", "eyJhbGciOiJIUzI1NiJ9.s3cr3t.x",
    ];

    private static readonly string[] Tokens =
    [
        "pass", "password=", "\"token\": ", "secret:", "api-key=", "session_id=", "://", "user:s3cr3t@host", "Bearer ", "Basic ", "Authorization: ", "Cookie=", "eyJ", "aaaaaaaa", ".", "s3cr3t", "***", "\\\"", "''", "\r\n",
    ];

    // A text is never refused.
    public static Reader Reader { get; } = new("text", typeof(InvalidOperationException), Read, Seeds, Tokens);

    private static void Read(string text)
    {
        _ = Redactor.Redact(text);
        for (int maxLength = 1; maxLength < 100; maxLength += 33)
        {
            string cut = Redactor.Redact(text, maxLength);
            if (cut.Length > maxLength + 1 || cut.Contains("password=s", StringComparison.Ordinal))
            {
                throw new BrokenPromiseException($"Cut at {maxLength} it is {cut}");
            }
        }
    }
}
