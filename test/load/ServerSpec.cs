using System.Globalization;

namespace Philae.HealthChecks.LoadTest;

/// <summary>Who answers <c>/_health</c> in a server process.</summary>
internal enum ServerKind
{
    /// <summary>Kestrel with a constant body: the limit.</summary>
    Constant,

    /// <summary>Microsoft's <c>MapHealthChecks</c> with its default writer.</summary>
    Microsoft,

    /// <summary>Microsoft's <c>MapHealthChecks</c> with Xabaril's <c>UIResponseWriter</c>.</summary>
    Xabaril,

    /// <summary><c>MapPhilaeHealthChecks</c>.</summary>
    Philae,
}

/// <summary>What the checks of a server do.</summary>
internal enum CheckKind
{
    /// <summary>Nothing: healthy at once.</summary>
    Trivial,

    /// <summary>Healthy after a while, so that all connections come to share one run.</summary>
    Slow,

    /// <summary>All but one are trivial, and one never ends, whatever its token says.</summary>
    OneHangs,

    /// <summary>Redis, PostgreSQL and MariaDB, at the addresses in the environment.</summary>
    RealServers,

    /// <summary>Some fail, hang and flap.</summary>
    Misbehaving,
}

/// <summary>One configuration of a server process, as its command line says it.</summary>
/// <param name="Kind">Who answers.</param>
/// <param name="Checks">What is checked.</param>
/// <param name="Count">How many checks, from 1; real servers are always three.</param>
/// <param name="MaxAge"><see cref="PhilaeOptions.MaxAge"/>; only Philae has it.</param>
/// <param name="Size">The constant's body in bytes.</param>
internal sealed record ServerSpec(ServerKind Kind, CheckKind Checks = CheckKind.Trivial, int Count = 0, TimeSpan MaxAge = default, int Size = 0)
{
    public string[] ToArguments() =>
        [$"{Kind}", $"{Checks}", Number(Count), Number((int)MaxAge.TotalMilliseconds), Number(Size)];

    public static ServerSpec Parse(string[] arguments) => new(
        Enum.Parse<ServerKind>(arguments[0]), Enum.Parse<CheckKind>(arguments[1]), Int(arguments[2]), TimeSpan.FromMilliseconds(Int(arguments[3])), Int(arguments[4]));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
