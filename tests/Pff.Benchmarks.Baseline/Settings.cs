using System.Globalization;

namespace Pff.Benchmarks.Baseline;

internal sealed record Settings(Uri BaseUrl, string InputPath, string OutputPath, string? JournalPath, int Workers)
{
    public static Settings? Parse(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            given[args[i]] = args[i + 1];
        }

        return given.TryGetValue("--base-url", out var url) && given.TryGetValue("--file", out var input) && given.TryGetValue("--out", out var output)
            ? new Settings(
                new Uri(url), input, output, given.GetValueOrDefault("--journal"), int.Parse(given.GetValueOrDefault("--workers", "20"), CultureInfo.InvariantCulture))
            : null;
    }
}
