using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1101 to PFF1119: what a text must be to be read as YAML at all. Manifests and catalogues share them.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic YamlSyntax(SourceText source, TextSpan span, LocalizedText meaning) => Error(
        "PFF1101", source, span,
        $"This is not valid YAML: {meaning.English}.",
        $"Isto não é YAML válido: {meaning.Portuguese}.");

    public static Diagnostic DuplicateKey(YamlScalar key, TextSpan first)
    {
        var line = key.Source.GetPosition(first.Start).Line + 1;
        return Error(
            "PFF1102", key.Source, key.Span,
            $"The key '{Shorten(key.Text)}' is already on line {line}; a key may stand only once in a mapping.",
            $"A chave '{Shorten(key.Text)}' já está na linha {line}; uma chave só pode aparecer uma vez em um mapeamento.");
    }

    /// <param name="key">The key that nobody knows.</param>
    /// <param name="owner">What contains it: "a step", "um passo".</param>
    /// <param name="known">The keys that may stand there.</param>
    public static Diagnostic UnknownKey(YamlScalar key, LocalizedText owner, IEnumerable<string> known)
    {
        var names = known.ToList();
        var nearest = Suggestion.Nearest(key.Text, names);
        return Error(
            "PFF1103", key.Source, key.Span,
            $"{Capitalized(owner.English)} has no key '{Shorten(key.Text)}'.",
            $"{Capitalized(owner.Portuguese)} não tem a chave '{Shorten(key.Text)}'.") with
        {
            Help = nearest is not null
                ? DidYouMean(nearest)
                : new LocalizedText($"known keys: {string.Join(", ", names)}", $"chaves conhecidas: {string.Join(", ", names)}"),
            Fix = nearest is not null ? Replace(key.Span, nearest) : null,
        };
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    public static Diagnostic AnchorOrAlias(SourceText source, TextSpan span, string token) => Error(
        "PFF1104", source, span,
        $"'{Shorten(token)}' is a YAML anchor, alias or merge key, which PFF does not read; write the value out, or use a sequence with 'call'.",
        $"'{Shorten(token)}' é uma âncora, um alias ou uma chave de mesclagem do YAML, que o PFF não lê; escreva o valor por extenso, ou use uma sequência com 'call'.");

    /// <param name="source">The text.</param>
    /// <param name="span">The tag.</param>
    /// <param name="expected">What it stands before: text, seq or map.</param>
    public static Diagnostic Tag(SourceText source, TextSpan span, string expected) => Error(
        "PFF1105", source, span,
        $"The tag '{Shorten(source.GetText(span))}' does not fit here; remove it, for what a value is follows from how it is written.",
        $"A tag '{Shorten(source.GetText(span))}' não serve aqui; remova-a, pois o que um valor é decorre de como ele é escrito.") with
    {
        Help = new(
            $"of YAML's own tags the ones for a {expected} value would be accepted",
            $"das tags do próprio YAML seriam aceitas as de um valor {expected}"),
    };

    public static Diagnostic SeveralDocuments(SourceText source, TextSpan span) => Error(
        "PFF1106", source, span,
        "A second document starts here; a file has only one.",
        "Um segundo documento começa aqui; um arquivo tem apenas um.");

    public static Diagnostic YamlTooDeep(SourceText source, TextSpan span, int limit) => Error(
        "PFF1107", source, span,
        $"Lists and mappings are nested more than {limit} levels deep here.",
        $"Listas e mapeamentos têm mais de {limit} níveis aqui.");

    public static Diagnostic YamlTooLarge(SourceText source, int limit) => Error(
        "PFF1108", source, new TextSpan(0, 0),
        $"The text has {source.Content.Length} characters; at most {limit} are read.",
        $"O texto tem {source.Content.Length} caracteres; no máximo {limit} são lidos.");

    /// <param name="source">The text.</param>
    /// <param name="span">The whole value that should be quoted.</param>
    public static Diagnostic UnquotedTemplate(SourceText source, TextSpan span)
    {
        var value = source.GetText(span);
        return Error(
            "PFF1109", source, span,
            "A value with '{{' needs quotes, because YAML reads '{' as the start of a mapping.",
            "Um valor com '{{' precisa de aspas, porque o YAML lê '{' como o início de um mapeamento.") with
        {
            Fix = new Fix(
                new LocalizedText("Put the value in quotes", "Colocar o valor entre aspas"),
                [new TextEdit(span, Quote(value))]),
        };
    }

    public static Diagnostic TabIndentation(SourceText source, TextSpan span) => Error(
        "PFF1110", source, span,
        "A tab indents this line; YAML takes only spaces.",
        "Uma tabulação indenta esta linha; o YAML só aceita espaços.") with
    {
        Fix = new Fix(
            new LocalizedText("Use spaces", "Usar espaços"),
            [new TextEdit(span, new string(' ', 2 * span.Length))]),
    };

    public static Diagnostic EmptyDocument(SourceText source) => Error(
        "PFF1111", source, new TextSpan(0, 0),
        "The file is empty.",
        "O arquivo está vazio.");

    /// <param name="node">What was found.</param>
    /// <param name="expected">What should be there: "a list of steps", "uma lista de passos".</param>
    public static Diagnostic WrongNode(YamlNode node, LocalizedText expected) => Error(
        "PFF1112", node.Source, FirstLine(node),
        $"Expected {expected.English}, found {node.Description.English}.",
        $"Esperava {expected.Portuguese}, encontrei {node.Description.Portuguese}.");

    public static Diagnostic KeyIsNotText(YamlNode key) => Error(
        "PFF1113", key.Source, FirstLine(key),
        $"A key must be text, found {key.Description.English}.",
        $"Uma chave deve ser um texto, encontrei {key.Description.Portuguese}.");

    public static Diagnostic ControlCharacter(SourceText source, TextSpan span) => Error(
        "PFF1114", source, span,
        $"The text contains the control character U+{(int)source.Content[span.Start]:X4}, which YAML does not allow.",
        $"O texto contém o caractere de controle U+{(int)source.Content[span.Start]:X4}, que o YAML não permite.");

    /// <summary>A value in double quotes, or in single quotes where that needs no escapes.</summary>
    private static string Quote(string value) =>
        !value.Contains('"') && !value.Contains('\\') ? $"\"{value}\"" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A list or mapping is underlined on its first line only; a value that is not there, at its place.</summary>
    private static TextSpan FirstLine(ValueSyntax node)
    {
        var end = node.Source.GetText(node.Span).AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? node.Span : new TextSpan(node.Span.Start, end);
    }
}
