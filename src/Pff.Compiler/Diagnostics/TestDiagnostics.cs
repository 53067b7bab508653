using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1700 to PFF1739: the tests of a manifest.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic TestedManifestNotReadable(SourceText source, TextSpan span, string path, FileReadStatus status) =>
        FileNotReadable("PFF1700", source, span, path, status);

    public static Diagnostic TestedManifestHasTestsOf(SourceText source, TextSpan span, string path) => Error(
        "PFF1701", source, span,
        $"'{Shorten(path)}' is itself a file of tests; 'tests_of' names a manifest with sequences.",
        $"'{Shorten(path)}' é ele mesmo um arquivo de testes; 'tests_of' cita um manifesto com sequências.");

    public static Diagnostic TestOfWhichSequence(SourceText source, TextSpan span, IReadOnlyList<string> known) => Error(
        "PFF1702", source, span,
        "The manifest has several sequences, so the test must say which one it runs.",
        "O manifesto tem várias sequências, então o teste deve dizer qual executa.") with
    {
        Help = new($"add for example run: {known[0]}", $"adicione por exemplo run: {known[0]}"),
    };

    public static Diagnostic UnknownTestInput(SourceText source, TextSpan span, string name, string sequence, IEnumerable<string> known) => Suggesting(
        Error(
            "PFF1703", source, span,
            $"The sequence '{sequence}' has no input '{Shorten(name)}'.",
            $"A sequência '{sequence}' não tem a entrada '{Shorten(name)}'."),
        name, known);

    public static Diagnostic MissingTestInput(SourceText source, TextSpan span, string name, string sequence) => Error(
        "PFF1704", source, span,
        $"The sequence '{sequence}' needs the input '{name}', which this test does not give under 'with'.",
        $"A sequência '{sequence}' precisa da entrada '{name}', que este teste não dá em 'with'.");

    /// <param name="source">The file.</param>
    /// <param name="span">Where a kind of answer is missing, or the second one stands.</param>
    /// <param name="hasSeveral">Whether there is more than one instead of none.</param>
    public static Diagnostic AnswerWithoutKind(SourceText source, TextSpan span, bool hasSeveral) => Error(
        "PFF1705", source, span,
        hasSeveral ? "An answer has one of 'returns', 'returns_file' and 'fails', not several." : "This answer does not say what it gives: 'returns', 'returns_file' or 'fails'.",
        hasSeveral ? "Uma resposta tem um só de 'returns', 'returns_file' e 'fails'." : "Esta resposta não diz o que dá: 'returns', 'returns_file' ou 'fails'.");

    public static Diagnostic UnknownAnswer(YamlScalar answer, IReadOnlyList<string> known) => Suggesting(
        Error(
            "PFF1706", answer.Source, answer.Span,
            $"'{Shorten(answer.Text)}' is no answer; known: '{string.Join("', '", known)}', or a mapping with 'returns', 'returns_file' or 'fails'.",
            $"'{Shorten(answer.Text)}' não é uma resposta; conhecidas: '{string.Join("', '", known)}', ou um mapeamento com 'returns', 'returns_file' ou 'fails'."),
        answer.Text, known);

    public static Diagnostic BadFailureStatus(YamlScalar status, int lowest, int highest) => Error(
        "PFF1707", status.Source, status.Span,
        $"A failing answer has an HTTP status from {lowest} to {highest}, found '{Shorten(status.Text)}'.",
        $"Uma resposta de falha tem um status HTTP de {lowest} a {highest}, encontrei '{Shorten(status.Text)}'.");

    public static Diagnostic BadTestDuration(YamlScalar value) => Error(
        "PFF1708", value.Source, value.Span,
        $"Expected a time such as '250ms', '5s' or '2m', found '{Shorten(value.Text)}'.",
        $"Esperava um tempo como '250ms', '5s' ou '2m', encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic BadTestTime(SourceText source, TextSpan span, string text) => Error(
        "PFF1709", source, span,
        $"'now' is a moment such as \"2026-01-02T03:04:05Z\", found '{Shorten(text)}'.",
        $"'now' é um instante como \"2026-01-02T03:04:05Z\", encontrei '{Shorten(text)}'.");

    public static Diagnostic UnknownOutcome(SourceText source, TextSpan span, string name, IReadOnlyList<string> known)
    {
        var list = string.Join(", ", known);
        return Suggesting(
            Error("PFF1710", source, span, $"A row ends as one of {list}, never as '{Shorten(name)}'.", $"Uma linha termina como {list}, nunca como '{Shorten(name)}'."),
            name, known);
    }

    public static Diagnostic CodeNeverGiven(SourceText source, TextSpan span, string code, IEnumerable<string> known) => Suggesting(
        Error(
            "PFF1711", source, span,
            $"No 'assert' or 'fail' of the manifest has the code '{Shorten(code)}', and it is none of PFF's own.",
            $"Nenhum 'assert' ou 'fail' do manifesto tem o código '{Shorten(code)}', e ele não é um dos códigos do PFF."),
        code, known);

    public static Diagnostic UnknownReturnedColumn(SourceText source, TextSpan span, string name, string sequence, IEnumerable<string> known) => Suggesting(
        Error(
            "PFF1712", source, span,
            $"The sequence '{sequence}' returns no column '{Shorten(name)}'.",
            $"A sequência '{sequence}' não retorna a coluna '{Shorten(name)}'."),
        name, known);

    public static Diagnostic ReadIsNoWrite(SourceText source, TextSpan span, string method) => Error(
        "PFF1713", source, span,
        $"'{method}' only reads, so it is never among the writes.",
        $"'{method}' só lê, então nunca está entre as escritas.");

    public static Diagnostic BadCallCount(YamlScalar value) => Error(
        "PFF1714", value.Source, value.Span,
        $"'calls' is a whole number, or at_least and at_most; found '{Shorten(value.Text)}'.",
        $"'calls' é um número inteiro, ou at_least e at_most; encontrei '{Shorten(value.Text)}'.");

    public static Diagnostic EmptyCallRange(SourceText source, TextSpan span, long least, long most) => Error(
        "PFF1715", source, span,
        $"No number is at least {least} and at most {most}.",
        $"Nenhum número é pelo menos {least} e no máximo {most}.");

    public static Diagnostic MockFileNotReadable(SourceText source, TextSpan span, string path, FileReadStatus status) =>
        FileNotReadable("PFF1716", source, span, path, status);

    public static Diagnostic MockNeverCalled(SourceText source, TextSpan span, string method, string sequence) => Warning(
        "PFF1717", source, span,
        $"The sequence '{sequence}' never calls '{method}', so this mock is never asked.",
        $"A sequência '{sequence}' nunca chama '{method}', então este mock nunca é consultado.");

    private static Diagnostic FileNotReadable(string code, SourceText source, TextSpan span, string path, FileReadStatus status)
    {
        var name = Shorten(path);
        var message = status switch
        {
            FileReadStatus.TooLarge => new LocalizedText($"The file '{name}' is too large.", $"O arquivo '{name}' é grande demais."),
            FileReadStatus.NotText => new LocalizedText($"The file '{name}' is not UTF-8 text.", $"O arquivo '{name}' não é texto UTF-8."),
            FileReadStatus.NotReadable => new LocalizedText($"The file '{name}' cannot be read.", $"O arquivo '{name}' não pode ser lido."),
            _ => new LocalizedText($"There is no file '{name}'.", $"Não existe o arquivo '{name}'."),
        };
        return Error(code, source, span, message.English, message.Portuguese);
    }
}
