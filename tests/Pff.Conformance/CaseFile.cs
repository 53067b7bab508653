using System.Text.Json;

namespace Pff.Conformance;

/// <summary>One case of a file; its parts stay JSON, read where they are needed.</summary>
public sealed record ConformanceCase(string File, int Line, JsonElement Json)
{
    public string Expression => Json.GetProperty("expr").GetString()!;

    public string Name => $"{File}/{TextOf("section")}/{TextOf("name")}";

    public bool IsUnchecked => IsTrue("unchecked");

    public bool IsCheckOnly => IsTrue("check_only");

    public JsonElement? Find(string property) => Json.TryGetProperty(property, out var value) ? value : null;

    private bool IsTrue(string property) => Find(property) is { ValueKind: JsonValueKind.True };

    private string TextOf(string property) => Find(property)?.GetString() ?? "";
}

/// <summary>Reads cases: one JSON object a line.</summary>
public static class CaseFile
{
    /// <summary>The cases of all <c>*.jsonl</c> files, or of one, in name order.</summary>
    /// <exception cref="InvalidDataException">A file is missing, or a line is no case.</exception>
    public static IReadOnlyList<ConformanceCase> ReadFolder(string folder, string? file)
    {
        var paths = Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
            .Where(path => file is null || Path.GetFileNameWithoutExtension(path) == Path.GetFileNameWithoutExtension(file))
            .ToList();
        return paths.Count == 0
            ? throw new InvalidDataException($"no case files in {folder}" + (file is null ? "" : $" by the name {file}"))
            : [.. paths.SelectMany(Read)];
    }

    private static IEnumerable<ConformanceCase> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return ReadLine(path, number, line);
            }
        }
    }

    private static ConformanceCase ReadLine(string path, int number, string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement.Clone();
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("expr", out var text) && text.ValueKind == JsonValueKind.String
                ? new ConformanceCase(Path.GetFileNameWithoutExtension(path), number, json)
                : throw new InvalidDataException($"{path}({number}): a case needs an expr");
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"{path}({number}): not a JSON object");
        }
    }
}
