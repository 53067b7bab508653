using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Hosting.Output;
using Pff.Runtime.Control;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Which rows of a run are asked for, by how they ended; it learns from all that it is shown how they did end.</summary>
/// <param name="codes">As the command line has them.</param>
internal sealed class RowFilter(bool isFailed, bool isUnknown, IEnumerable<string> codes)
{
    private const int MostListed = 20;

    private readonly HashSet<string> _names = codes.Select(FailureName.Of).ToHashSet(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _seen = new(StringComparer.Ordinal);

    public bool IsEmpty => !isFailed && !isUnknown && _names.Count == 0;

    public bool Takes(RowResult row)
    {
        var takes = (isFailed && row.Outcome == RowOutcome.Failed) || (isUnknown && row.Outcome == RowOutcome.Unknown);
        if (_names.Count > 0 && row.Failure is { } failure)
        {
            foreach (var name in FailureName.NamesOf(failure))
            {
                _seen[name] = _seen.GetValueOrDefault(name) + 1;
                takes |= _names.Contains(name);
            }
        }

        return takes;
    }

    /// <summary>Whether no row had one of the codes, which is said: a code that finds nothing is more likely misspelt than done with.</summary>
    public bool SaysMissing(string runId, HostConsole console)
    {
        var missing = _names.Where(name => !_seen.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        foreach (var name in missing)
        {
            var nearest = Suggestion.Nearest(name, _seen.Keys);
            console.Error.WriteLine(console.Say(
                $"PFF5143: no row of run {runId} ended with '{name}'. {Seen(console)}" + (nearest is null ? "" : $" Did you mean '{nearest}'?"),
                $"PFF5143: nenhuma linha da execução {runId} terminou com '{name}'. {Seen(console)}" + (nearest is null ? "" : $" Quis dizer '{nearest}'?")));
        }

        return missing.Count > 0;
    }

    private string Seen(HostConsole console)
    {
        if (_seen.Count == 0)
        {
            return console.Say("None of its rows failed.", "Nenhuma linha dela falhou.");
        }

        var more = _seen.Count > MostListed ? ", …" : "";
        return $"{console.Say("Its codes:", "Os códigos dela:")} {string.Join(", ", _seen.Take(MostListed).Select(pair => $"{pair.Key} ({pair.Value})"))}{more}.";
    }
}
