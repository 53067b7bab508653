using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>Says in plain words what the YAML parser found wrong, at the token that a person would look at.</summary>
internal static class YamlSyntaxErrors
{
    /// <summary>A part of the parser's message, and what it means to somebody who writes a manifest.</summary>
    private static readonly (string Part, LocalizedText Meaning)[] Meanings =
    [
        ("could not find expected ':'", new("expected ':' after this key", "faltou ':' depois desta chave")),
        ("block mapping, did not find expected key", new(
            "this line does not line up with the keys above it, or the value above it was not closed",
            "esta linha não está alinhada com as chaves acima, ou o valor acima não foi fechado")),
        ("block collection, did not find expected '-'", new(
            "this line does not line up with the '-' entries above it", "esta linha não está alinhada com os itens '-' acima")),
        ("flow sequence, did not find expected", new("expected ',' or ']' in this list", "faltou ',' ou ']' nesta lista")),
        ("flow mapping,", new("expected ',' or '}' in this mapping", "faltou ',' ou '}' neste mapeamento")),
        ("quoted scalar, found unexpected end of stream", new(
            "the quoted text that starts here never ends", "o texto entre aspas que começa aqui não termina")),
        ("quoted scalar, found unexpected document indicator", new(
            "the quoted text that starts here never ends", "o texto entre aspas que começa aqui não termina")),
        ("unknown escape character", new(
            "this quoted text has a '\\' escape that YAML does not know; use single quotes to keep '\\' as it is",
            "este texto entre aspas tem um escape '\\' que o YAML não conhece; use aspas simples para manter '\\' como está")),
        ("hexadecimal number", new("this quoted text has an incomplete '\\x' or '\\u' escape", "este texto entre aspas tem um escape '\\x' ou '\\u' incompleto")),
        ("Unicode", new("this quoted text has an escape that is no Unicode character", "este texto entre aspas tem um escape que não é um caractere Unicode")),
        ("character that cannot start any token", new(
            "a value cannot start with this character; put the text in quotes",
            "um valor não pode começar com este caractere; coloque o texto entre aspas")),
        ("Mapping values are not allowed", new(
            "': ' is not allowed here; put the text in quotes, or check the indentation",
            "': ' não é permitido aqui; coloque o texto entre aspas, ou confira a indentação")),
        ("found invalid mapping", new(
            "': ' is not allowed here; put the text in quotes, or check the indentation",
            "': ' não é permitido aqui; coloque o texto entre aspas, ou confira a indentação")),
        ("entries are not allowed", new(
            "a '-' entry is not allowed here; start the list on a new line",
            "um item '-' não é permitido aqui; comece a lista em uma nova linha")),
        ("wrong indentation", new("this quoted text goes on with too little indentation", "este texto entre aspas continua com pouca indentação")),
        ("extra spaces in first line", new("the first lines of this block of text are indented more than the rest", "as primeiras linhas deste bloco de texto têm mais indentação que o resto")),
        ("more spaces in lines above", new("the first lines of this block of text are indented more than the rest", "as primeiras linhas deste bloco de texto têm mais indentação que o resto")),
        ("block scalar", new("after '|' or '>' only '+', '-' and a digit may follow on the line", "depois de '|' ou '>' só podem vir '+', '-' e um dígito na mesma linha")),
        ("undefined tag handle", new("this tag is not known", "esta tag não é conhecida")),
        ("directive", new("YAML directives ('%') are not understood here", "diretivas YAML ('%') não são entendidas aqui")),
        ("%YAML", new("YAML directives ('%') are not understood here", "diretivas YAML ('%') não são entendidas aqui")),
        ("comment", new("a comment needs a blank before '#'", "um comentário precisa de um espaço antes de '#'")),
        ("node content", new("expected a value here", "esperava um valor aqui")),
        ("document end", new("expected the end of the text here", "esperava o fim do texto aqui")),
        ("document start", new("expected the end of the text here", "esperava o fim do texto aqui")),
    ];

    private static readonly LocalizedText Unknown = new("the text is not YAML here", "o texto não é YAML aqui");

    private static readonly LocalizedText Unclosed = new(
        "what is opened here is not closed, or not before the next line starts further left",
        "o que é aberto aqui não é fechado, ou não antes de a próxima linha começar mais à esquerda");

    /// <param name="source">The text.</param>
    /// <param name="message">The parser's own words; empty where it failed without any.</param>
    /// <param name="span">The place that the parser gives.</param>
    /// <param name="understood">Up to where the text was understood.</param>
    /// <param name="opening">The innermost '[' or '{' that is open there, or -1.</param>
    public static Diagnostic Explain(SourceText source, string message, TextSpan span, int understood, int opening)
    {
        var isTab = message.Contains("tab as indentation", StringComparison.Ordinal);
        if (FindIndentingTab(source, isTab ? understood : span.Start, isTab ? source.LineCount : 0) is { } tab)
        {
            return CompilerDiagnostics.TabIndentation(source, tab);
        }

        var isInFlow = message.Length == 0 || message.Contains("parsing a flow", StringComparison.Ordinal);
        if (isInFlow && opening >= 0 && (message.Length == 0 || StartsLine(source, span.Start)))
        {
            return CompilerDiagnostics.YamlSyntax(source, new TextSpan(opening, 1), Unclosed);
        }

        var meaning = Unknown;
        foreach (var (part, candidate) in Meanings)
        {
            if (message.Contains(part, StringComparison.Ordinal))
            {
                meaning = candidate;
                break;
            }
        }

        // The parser gives the whole text with the bad escape, which stands at its end.
        var isEscape = message.Contains("escape", StringComparison.Ordinal) || message.Contains("hexadecimal", StringComparison.Ordinal);
        return CompilerDiagnostics.YamlSyntax(source, Token(source.Content, isEscape ? span.End : span.Start), meaning);
    }

    /// <summary>Whether only blanks stand before the place on its line, or it is the end of the text.</summary>
    private static bool StartsLine(SourceText source, int offset)
    {
        var start = source.GetOffset(source.GetPosition(offset).Line, 0);
        return offset >= source.Content.Length || source.Content.AsSpan(start, offset - start).IsWhiteSpace();
    }

    /// <summary>The first token at or behind the place, at least one character where there is one.</summary>
    private static TextSpan Token(string content, int start)
    {
        start = Math.Clamp(start, 0, content.Length);
        if (start == content.Length || content[start] is '\n' or '\r')
        {
            // Nothing is there to underline: the last thing before it is where the eye should go.
            while (start > 0 && char.IsWhiteSpace(content[start - 1]))
            {
                start--;
            }

            return new TextSpan(Math.Max(start - 1, 0), Math.Min(1, content.Length));
        }

        var end = start;
        while (end < content.Length && (char.IsLetterOrDigit(content[end]) || content[end] is '_' or '-' or '.'))
        {
            end++;
        }

        return TextSpan.FromBounds(start, Math.Max(end, start + 1));
    }

    /// <summary>A tab among the blanks that start the line of a place, the line before it, or so many lines behind it.</summary>
    private static TextSpan? FindIndentingTab(SourceText source, int offset, int linesAfter)
    {
        var errorLine = source.GetPosition(offset).Line;
        var last = Math.Min(source.LineCount - 1, errorLine + linesAfter);
        for (var line = Math.Max(0, errorLine - 1); line <= last; line++)
        {
            for (var at = source.GetOffset(line, 0); at < source.Content.Length && source.Content[at] is ' ' or '\t'; at++)
            {
                if (source.Content[at] == '\t')
                {
                    var end = at;
                    while (end < source.Content.Length && source.Content[end] == '\t')
                    {
                        end++;
                    }

                    return TextSpan.FromBounds(at, end);
                }
            }
        }

        return null;
    }
}
