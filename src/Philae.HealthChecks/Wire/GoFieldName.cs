using System.Text.Json;

namespace Philae.HealthChecks.Wire;

/// <summary>
/// The names that Go's decoder takes for a field although they are written differently: it ignores case, also that of U+017F (an <c>s</c>)
/// and U+212A (a <c>k</c>).
/// </summary>
internal static class GoFieldName
{
    private const int MaxBytesOfCharacter = 6; // \u017f

    public static bool Folds(ref Utf8JsonReader reader, string name) =>
        reader.ValueSpan.Length <= name.Length * MaxBytesOfCharacter
        && string.Equals(reader.GetString()!.Replace('\u017f', 's').Replace('\u212a', 'k'), name, StringComparison.OrdinalIgnoreCase);
}
