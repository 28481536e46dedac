using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace ServiceStarts;

/// <summary>Runs a service. What is wrong with its settings or its addresses is one line on standard error and exit code 1, and no stack.</summary>
internal static class ServiceStart
{
    public static int Run(Func<WebApplication> build)
    {
        WebApplication? app = null;
        try
        {
            app = build();
            app.Start();
        }
        catch (Exception error) when (Line(error, app) is { } line)
        {
            Console.Error.WriteLine(line);
            return 1;
        }

        app.WaitForShutdown();
        return 0;
    }

    /// <summary>The host logs what stops its start, with the stack; <see cref="Run"/> says it already.</summary>
    public static void Quiet(ILoggingBuilder logging) => logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

    // Null: it is no such thing, but a fault of the service.
    private static string? Line(Exception error, WebApplication? app) => error switch
    {
        // Of a settings file that cannot be read the line, and none of its text, which may be a secret.
        InvalidDataException when error.GetBaseException() is JsonException { LineNumber: { } line } => $"{error.Message} Line {line + 1} is no JSON.",
        SocketException or ArgumentOutOfRangeException when app is not null => $"Failed to bind to address {app.Configuration["urls"]}: {error.Message}",

        // While the service is put together each line is a fault of its own; the server's lines are one.
        InvalidOperationException or ArgumentException or FormatException or OptionsValidationException or IOException or InvalidDataException =>
            app is null ? error.Message : error.Message.ReplaceLineEndings(" "),
        _ => null,
    };
}
