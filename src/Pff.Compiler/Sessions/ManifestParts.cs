using System.Buffers;
using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>
/// The lines of a manifest's sequences and tests, and those around them, found without reading the YAML. That the parts
/// mean by themselves what they mean together is seen when they are read: a part that is cut in the middle of something
/// is no mapping.
/// </summary>
/// <param name="Outside">In source order; one before a section ends with the section's key.</param>
/// <param name="Sections">The keys of the sections in source order, with the lines of their entries.</param>
internal sealed record ManifestParts(ImmutableArray<TextSpan> Outside, ImmutableArray<(string Key, ImmutableArray<TextSpan> Entries)> Sections)
{
    public const string SequencesKey = "sequences";

    private static readonly ImmutableArray<string> Keys = [SequencesKey, ManifestReader.TestsKey];

    /// <summary>Line breaks of YAML 1.1 that are none of a <see cref="SourceText"/>.</summary>
    private static readonly SearchValues<char> OtherBreaks = SearchValues.Create("\u0085\u2028\u2029");

    public ImmutableArray<TextSpan> Sequences => EntriesOf(SequencesKey);

    public ImmutableArray<TextSpan> Tests => EntriesOf(ManifestReader.TestsKey);

    /// <summary>Null where the text is laid out in another way than manifests are.</summary>
    public static ManifestParts? Of(SourceText source) =>
        source.Content.AsSpan().ContainsAny(OtherBreaks) ? null : new Splitter(source).Split();

    private ImmutableArray<TextSpan> EntriesOf(string key) => Sections.FirstOrDefault(s => s.Key == key) is { Key: not null } section ? section.Entries : [];

    private sealed class Splitter(SourceText source)
    {
        private readonly string _content = source.Content;
        private readonly ImmutableArray<TextSpan>.Builder _outside = ImmutableArray.CreateBuilder<TextSpan>();
        private readonly ImmutableArray<(string Key, ImmutableArray<TextSpan> Entries)>.Builder _sections =
            ImmutableArray.CreateBuilder<(string, ImmutableArray<TextSpan>)>();
        private readonly List<int> _starts = [];

        /// <summary>The section that a line is in, or null.</summary>
        private string? _section;
        private int _outsideStart;
        private int _indent;

        public ManifestParts? Split()
        {
            for (var line = 0; line < source.LineCount; line++)
            {
                if (!Take(source.GetOffset(line, 0)))
                {
                    return null;
                }
            }

            if (!EndSection(_content.Length) || _sections.Count == 0)
            {
                return null;
            }

            if (_outsideStart < _content.Length)
            {
                _outside.Add(TextSpan.FromBounds(_outsideStart, _content.Length));
            }

            return new ManifestParts(_outside.ToImmutable(), _sections.ToImmutable());
        }

        private bool Take(int start)
        {
            var at = start;
            while (at < _content.Length && _content[at] == ' ')
            {
                at++;
            }

            if (at == _content.Length || _content[at] is '\n' or '#' || (_content[at] == '\r' && at + 1 < _content.Length && _content[at + 1] == '\n'))
            {
                return true;
            }

            if (_content[at] is '\t' or '\r')
            {
                return false;
            }

            return at == start ? TakeTop(start) : _section is null || TakeInside(start, at - start);
        }

        private bool TakeTop(int start)
        {
            var rest = _content.AsSpan(start);
            if (rest.StartsWith("---", StringComparison.Ordinal) || rest.StartsWith("...", StringComparison.Ordinal) || rest[0] == '%' || !EndSection(start))
            {
                return false;
            }

            var end = rest.IndexOf('\n');
            rest = (end < 0 ? rest : rest[..end]).TrimEnd();
            foreach (var key in Keys)
            {
                if (rest.StartsWith(key, StringComparison.Ordinal) && (rest.Length == key.Length || rest[key.Length] is ':' or ' ' or '\t'))
                {
                    _section = key;
                    return rest[key.Length..] is ":" && _sections.All(s => s.Key != key);
                }
            }

            return true;
        }

        private bool TakeInside(int start, int indent)
        {
            if (_starts.Count == 0)
            {
                _indent = indent;
                _outside.Add(TextSpan.FromBounds(_outsideStart, start));
            }

            if (indent == _indent)
            {
                _starts.Add(start);
            }

            return indent >= _indent;
        }

        /// <summary>False for a section without entries.</summary>
        private bool EndSection(int end)
        {
            if (_section is null)
            {
                return true;
            }

            if (_starts.Count == 0)
            {
                return false;
            }

            _starts.Add(end);
            _sections.Add((_section, [.. _starts.Zip(_starts.Skip(1), TextSpan.FromBounds)]));
            _starts.Clear();
            (_section, _outsideStart) = (null, end);
            return true;
        }
    }
}
