using Microsoft.Extensions.Configuration;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Configuration;

/// <summary>Everything that is wrong with a section, each with its path and never with its value, which may be a secret.</summary>
internal sealed class ConfigurationErrors
{
    private readonly List<string> _errors = [];

    public int Count => _errors.Count;

    public void Add(string path, string what) => _errors.Add($"{path}: {what}");

    public void AddUnknown(IConfigurationSection key, IEnumerable<string> known)
    {
        string all = string.Join(", ", known);
        Add(key.Path, NearestName.Hint(key.Key, known) is { Length: > 0 } hint ? $"unknown key.{hint} Known are {all}." : $"unknown key; known are {all}.");
    }

    /// <summary>What a validator says of an option, <c>cache.MaxAge must be…</c>, about the option's key.</summary>
    public void AddFailures(IEnumerable<string>? failures, string owner, string path)
    {
        foreach (string failure in failures ?? [])
        {
            _errors.Add(Words(failure, owner, path));
        }
    }

    /// <summary>What a validator says of an option, <c>cache.MaxAge must be…</c>, in the words of all errors here: <c>Philae:Probes:cache:MaxAge: must be…</c>.</summary>
    public static string Words(string failure, string owner, string path)
    {
        // A generated validator begins with the option: "Delay: cache.Delay must be…".
        string text = failure.Split(": ", 2) is [_, var rest] && rest.StartsWith(owner + '.', StringComparison.Ordinal) ? rest : failure;
        string[] parts = text.StartsWith(owner + '.', StringComparison.Ordinal) ? text[(owner.Length + 1)..].Split(' ', 2) : [];
        return parts.Length == 2 ? $"{ConfigurationPath.Combine(path, parts[0].TrimEnd(':'))}: {WithoutValue(parts[1])}"
            : text.StartsWith(owner + ": ", StringComparison.Ordinal) ? path + text[owner.Length..]
            : $"{path}: {text}";
    }

    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, _errors));
        }
    }

    // "must be from 1 to 2, not 3."
    private static string WithoutValue(string failure) =>
        failure.IndexOf(", not ", StringComparison.Ordinal) is var end and >= 0 ? failure[..end] + '.' : failure;
}
