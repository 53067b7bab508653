using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// What the YAML parser is given: the source, with some places replaced by harmless text of the same length, so that
/// every offset stays right.
/// </summary>
/// <param name="source">The text, in which all offsets are.</param>
/// <param name="part">The lines of it that are read.</param>
internal sealed class YamlInput(SourceText source, TextSpan part)
{
    private readonly Dictionary<int, TextSpan> _templates = [];
    private char[]? _masked;

    public SourceText Source { get; } = source;

    /// <summary>The byte order mark is no part of the YAML text: the parser starts behind it.</summary>
    public int Start { get; } = part.Start == 0 && source.Content.StartsWith('\uFEFF') ? 1 : part.Start;

    public TextReader Open() => new StringReader(_masked is null ? Source.Content[Start..part.End] : new string(_masked, Start, part.End - Start));

    /// <summary>The unquoted template that was masked at this offset.</summary>
    public bool TryGetTemplate(int start, out TextSpan span) => _templates.TryGetValue(start, out span);

    public bool IsMasked(TextSpan span) => _templates.ContainsKey(span.Start);

    /// <summary>Shows the parser a quoted text of the same length.</summary>
    public void MaskTemplate(TextSpan span)
    {
        _masked ??= Source.Content.ToCharArray();
        _masked.AsSpan(span.Start, span.Length).Fill('a');
        _masked[span.Start] = '"';
        _masked[span.End - 1] = '"';
        _templates[span.Start] = span;
    }

    /// <summary>YAML allows no control characters (1.2.2, section 5.1); the first is reported, all are hidden from the parser.</summary>
    public void MaskControlCharacters(DiagnosticBag diagnostics)
    {
        var content = Source.Content;
        var wasReported = false;
        for (var i = Start; i < part.End; i++)
        {
            if (!IsForbidden(content[i]))
            {
                continue;
            }

            if (!wasReported)
            {
                diagnostics.Add(CompilerDiagnostics.ControlCharacter(Source, new TextSpan(i, 1)));
                wasReported = true;
            }

            _masked ??= content.ToCharArray();
            _masked[i] = 'x';
        }
    }

    private static bool IsForbidden(char unit) => unit is (< ' ' and not ('\t' or '\n' or '\r')) or '\x7F' or '\uFFFE' or '\uFFFF';
}
