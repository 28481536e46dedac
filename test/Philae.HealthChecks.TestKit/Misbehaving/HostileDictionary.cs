using System.Collections;

namespace Philae.HealthChecks.TestKit.Misbehaving;

/// <summary>A result's data, each of whose members does the same.</summary>
public sealed class HostileDictionary(Action does) : IReadOnlyDictionary<string, object>
{
    public int Count => Do(1);

    public IEnumerable<string> Keys => Do<string[]>(["Philae"]);

    public IEnumerable<object> Values => Do<object[]>(["x"]);

    public object this[string key] => Do("x");

    public bool ContainsKey(string key) => Do(true);

    public bool TryGetValue(string key, out object value)
    {
        value = Do("x");
        return true;
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => Do(Enumerable.Empty<KeyValuePair<string, object>>()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T Do<T>(T value)
    {
        does();
        return value;
    }
}
