using System.Text.Json;

namespace Pff.Specs.Programs;

/// <summary>What a program prints where it is to print JSON lines only.</summary>
internal static class JsonLines
{
    public static IReadOnlyList<JsonElement> Of(string said) =>
        [.. said.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
