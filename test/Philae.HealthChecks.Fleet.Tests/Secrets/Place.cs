namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>One place of one probe's settings where a user can put a secret, and the registration that puts it there.</summary>
internal sealed record Place(string Name, Action<Planting> Add)
{
    public static IReadOnlyList<Place> All { get; } = [.. HttpPlaces.All, .. EnvironmentPlaces.All, .. DriverPlaces.All];

    /// <summary>Which probe it is of.</summary>
    public string Kind => Name[..Name.IndexOf(':', StringComparison.Ordinal)];

    public bool IsHttp { get; init; }

    /// <summary>Whether it takes ASCII only, as headers do.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Whether an answer with a good status is enough for the probe.</summary>
    public bool ReadsNoBody { get; init; }

    /// <summary>Whether the secret itself goes to whoever listens there, and not a proof of it alone.</summary>
    public bool IsSentAsItIs { get; init; }

    /// <summary>Whether the client says nothing before the server has.</summary>
    public bool ServerSpeaksFirst { get; init; }

    /// <summary>Whether the driver, or the application's own client, logs by itself what servers say.</summary>
    public bool DriverLogs { get; init; }

    /// <summary>A reason given in place of any other, where the driver knows no better. Null: none.</summary>
    public string? VagueReason { get; init; }

    /// <summary>Whether TLS begins with the first byte, and the registration heeds <see cref="Planting.Tls"/>.</summary>
    public bool HasTls { get; init; } = true;

    /// <summary>The variables of the environment that are set while it is registered and checked.</summary>
    public Func<Planting, (string Name, string Value)[]> Environment { get; init; } = static _ => [];

    public static Place Of(string name) => All.Single(place => place.Name == name);

    /// <summary>New ones that can stand there.</summary>
    public IEnumerable<Secret> Secrets() => IsAscii ? [Secret.Plain()] : [Secret.Plain(), Secret.Awkward()];
}
