namespace Philae.HealthChecks.Targets;

/// <summary>Finds the known name that is most likely meant by a misspelt one.</summary>
internal static class NearestName
{
    private const int LongestName = 64;

    /// <summary>The known name that <paramref name="name"/> resembles most; null if it resembles none. Case, <c>_</c>, <c>-</c> and spaces do not count.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        string wanted = Letters(name);
        (string? nearest, int least) = (null, (Math.Min(wanted.Length, LongestName) / 3) + 1);
        foreach (string candidate in known)
        {
            string letters = Letters(candidate);

            // Two names that differ in more than a third of their letters are two names.
            int changes = Math.Abs(letters.Length - wanted.Length) < least ? Changes(wanted, letters) : least;
            if (changes < least || (changes == 0 && nearest is null))
            {
                (nearest, least) = (candidate, changes);
            }
        }

        return nearest;
    }

    /// <summary><c> Did you mean 'redis'?</c>, with the space before it; empty if the name resembles none.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Of(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>What counts in a name: its letters and digits in lower case.</summary>
    public static string Letters(string name) => new([.. name.Where(static letter => letter is not ('_' or '-' or ' ')).Select(char.ToLowerInvariant)]);

    // Letters inserted, removed, replaced, or swapped with their neighbour.
    private static int Changes(string from, string to)
    {
        int[,] changes = new int[from.Length + 1, to.Length + 1];
        for (int row = 0; row <= from.Length; row++)
        {
            for (int column = 0; column <= to.Length; column++)
            {
                changes[row, column] = row == 0 ? column : column == 0 ? row : Math.Min(
                    Math.Min(changes[row - 1, column], changes[row, column - 1]) + 1,
                    changes[row - 1, column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1));
                if (row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1])
                {
                    changes[row, column] = Math.Min(changes[row, column], changes[row - 2, column - 2] + 1);
                }
            }
        }

        return changes[from.Length, to.Length];
    }
}
