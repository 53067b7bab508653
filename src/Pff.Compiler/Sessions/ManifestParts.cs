using System.Buffers;
using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Compiler.Sessions;

/// <summary>
/// The lines of a manifest's sequences, and those before and after them, found without reading the YAML. That the parts
/// mean by themselves what they mean together is seen when they are read: a part that is cut in the middle of something
/// is no mapping.
/// </summary>
/// <param name="Head">Up to the first sequence, with the key <c>sequences</c> as its last.</param>
/// <param name="Tail">What comes after the sequences; empty where nothing does.</param>
internal sealed record ManifestParts(TextSpan Head, ImmutableArray<TextSpan> Sequences, TextSpan Tail)
{
    public const string SequencesKey = "sequences";

    /// <summary>Line breaks of YAML 1.1 that are none of a <see cref="SourceText"/>.</summary>
    private static readonly SearchValues<char> OtherBreaks = SearchValues.Create("\u0085\u2028\u2029");

    /// <summary>Null where the text is laid out in another way than manifests are.</summary>
    public static ManifestParts? Of(SourceText source) =>
        source.Content.AsSpan().ContainsAny(OtherBreaks) ? null : new Splitter(source).Split();

    private sealed class Splitter(SourceText source)
    {
        private readonly string _content = source.Content;
        private readonly ImmutableArray<int>.Builder _starts = ImmutableArray.CreateBuilder<int>();
        private int _indent;
        private bool _isInside;
        private int _tail = -1;

        public ManifestParts? Split()
        {
            for (var line = 0; line < source.LineCount; line++)
            {
                if (!Take(source.GetOffset(line, 0)))
                {
                    return null;
                }
            }

            if (_starts.Count == 0)
            {
                return null;
            }

            var end = _tail < 0 ? _content.Length : _tail;
            var head = new TextSpan(0, _starts[0]);
            _starts.Add(end);
            var sequences = ImmutableArray.CreateBuilder<TextSpan>(_starts.Count - 1);
            for (var i = 0; i + 1 < _starts.Count; i++)
            {
                sequences.Add(TextSpan.FromBounds(_starts[i], _starts[i + 1]));
            }

            return new ManifestParts(head, sequences.MoveToImmutable(), TextSpan.FromBounds(end, _content.Length));
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

            return at == start ? TakeTop(start) : !_isInside || _tail >= 0 || TakeInside(start, at - start);
        }

        private bool TakeTop(int start)
        {
            var rest = _content.AsSpan(start);
            if (rest.StartsWith("---", StringComparison.Ordinal) || rest.StartsWith("...", StringComparison.Ordinal) || rest[0] == '%')
            {
                return false;
            }

            if (_isInside)
            {
                _tail = _tail < 0 ? start : _tail;
                return true;
            }

            if (rest.StartsWith(SequencesKey, StringComparison.Ordinal))
            {
                _isInside = true;
                rest = rest[SequencesKey.Length..];
                var end = rest.IndexOf('\n');
                rest = end < 0 ? rest : rest[..end];
                return rest.TrimEnd() is ":";
            }

            return true;
        }

        private bool TakeInside(int start, int indent)
        {
            if (_starts.Count == 0)
            {
                _indent = indent;
            }

            if (indent == _indent)
            {
                _starts.Add(start);
            }

            return indent >= _indent;
        }
    }
}
