using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Philae.HealthChecks.Fuzz;

/// <summary>Gives one reader inputs without end, those on which it went a new way again and again.</summary>
internal sealed class Session(Reader reader, string folder)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _kinds = [];
    private readonly Coverage _coverage = new();
    private long _refused;
    private volatile string _input = "";
    private long _begun;

    public int Crashes => _kinds.Count;

    public int Edges => _coverage.Edges;

    public long Refused => _refused;

    public TimeSpan Elapsed { get; private set; }

    public void Run(long inputs)
    {
        long start = Stopwatch.GetTimestamp();
        var corpus = new List<string>();
        foreach (string seed in reader.Seeds)
        {
            Try(seed);
            corpus.Add(seed);
        }

        // A seed of its own for each reader, the same each time: what is found is found again.
        var mutator = new Mutator(reader.Tokens, reader.Name.Sum(static letter => letter));
        using var watch = new Timer(_ => EndIfHung(), null, Limit, Limit);
        for (long left = inputs - reader.Seeds.Length; left > 0; left--)
        {
            string input = mutator.Next(corpus);
            if (Try(input))
            {
                corpus.Add(input);
            }
        }

        Elapsed = Stopwatch.GetElapsedTime(start);
    }

    private bool Try(string input)
    {
        _input = input;
        Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
        _coverage.Clear();
        try
        {
            reader.Read(input);
        }
        catch (Exception exception) when (exception.GetType() == reader.Refusal)
        {
            _refused++;
            if (Leaks(input, exception.Message))
            {
                Keep("secret in: " + exception.StackTrace?.Split('\n')[0], input, exception);
            }
        }
        catch (Exception exception)
        {
            Keep(exception.GetType().Name + exception.StackTrace?.Split('\n')[0], input, exception);
        }

        return _coverage.IsNew();
    }

    // Where a mutation has moved the secret to the place of a name, a message may name it.
    private static bool Leaks(string input, string message)
    {
        int at = input.IndexOf(Reader.Secret, StringComparison.Ordinal);
        return at > 0 && input[at - 1] is ':' or '=' && message.Contains(Reader.Secret, StringComparison.Ordinal)
            && input.IndexOf(Reader.Secret, at + 1, StringComparison.Ordinal) < 0;
    }

    private void Keep(string kind, string input, Exception exception)
    {
        if (_kinds.Add(kind))
        {
            Directory.CreateDirectory(folder);
            string file = Path.Combine(folder, $"{reader.Name}-{_kinds.Count}.txt");
            File.WriteAllText(file, $"{Escaped(input)}\n\n{exception}\n");
            Console.Error.WriteLine($"{reader.Name}: {Escaped(input)}\n  {exception.GetType().Name}: {exception.Message.Split('\n')[0]}\n  {file}");
        }
    }

    private void EndIfHung()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _begun)) > Limit)
        {
            Console.Error.WriteLine($"{reader.Name}: no end after {Limit.TotalSeconds:0} s: {Escaped(_input)}");
            Environment.Exit(1);
        }
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (char character in text)
        {
            _ = character is >= ' ' and <= '~' and not '\\' ? escaped.Append(character) : escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return escaped.ToString();
    }
}
