using System.Globalization;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long each drive of each server is.</param>
/// <param name="Rounds">How many times each server of a row is driven, in alternation.</param>
/// <param name="Only">A part of the names of the rows to measure. Null: all.</param>
/// <param name="Short">Counts alone, never times.</param>
internal sealed record Settings(int Seconds = 3, int Rounds = 5, string? Only = null, bool Short = false)
{
    public const string Usage = """
        test/load/run.sh [--short] [--only <part of a row's name>] [--seconds <3>] [--rounds <5>] [--list]
        """;

    public bool List { get; private init; }

    /// <exception cref="FormatException">An argument is not known.</exception>
    public static Settings Parse(string[] arguments)
    {
        var settings = new Settings();
        for (int i = 0; i < arguments.Length; i++)
        {
            settings = arguments[i] switch
            {
                "--short" => settings with { Short = true, Seconds = 1, Rounds = 3 },
                "--list" => settings with { List = true },
                "--only" => settings with { Only = Value() },
                "--seconds" => settings with { Seconds = Number() },
                "--rounds" => settings with { Rounds = Number() },
                _ => throw new FormatException($"'{arguments[i]}' is not known."),
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"'{arguments[i - 1]}' needs a value.");

            int Number() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
                ? number
                : throw new FormatException($"'{arguments[i - 1]}' needs a number from 1.");
        }

        return settings;
    }
}
