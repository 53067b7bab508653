using System.Collections;
using Pff.Compiler.Manifest;
using Pff.Core.Text;

namespace Pff.Compiler.Binding;

/// <summary>Every name that a sequence gives to something, with the last place where it does.</summary>
internal sealed class DeclaredNames
{
    private readonly Dictionary<string, TextSpan> _last = new(StringComparer.Ordinal);

    public DeclaredNames(SequenceSyntax sequence)
    {
        foreach (var name in sequence.AllSteps.SelectMany(s => s.OwnNames))
        {
            if (!_last.TryGetValue(name.Text, out var known) || known.Start < name.Span.Start)
            {
                _last[name.Text] = name.Span;
            }
        }
    }

    public IReadOnlyCollection<string> All => _last.Keys;

    public bool TryFind(string name, out TextSpan span) => _last.TryGetValue(name, out span);

    /// <summary>Those that are given behind a place, as a dictionary that costs nothing to make.</summary>
    public IReadOnlyDictionary<string, TextSpan> After(int place) => new View(_last, place);

    private sealed class View(Dictionary<string, TextSpan> last, int place) : IReadOnlyDictionary<string, TextSpan>
    {
        public IEnumerable<string> Keys => this.Select(e => e.Key);

        public IEnumerable<TextSpan> Values => this.Select(e => e.Value);

        public int Count => last.Values.Count(span => span.Start > place);

        public TextSpan this[string key] => TryGetValue(key, out var span) ? span : throw new KeyNotFoundException(key);

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, out TextSpan value) => last.TryGetValue(key, out value) && value.Start > place;

        public IEnumerator<KeyValuePair<string, TextSpan>> GetEnumerator() => last.Where(e => e.Value.Start > place).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
