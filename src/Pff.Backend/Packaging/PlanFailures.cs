using Pff.Core.Diagnostics;

namespace Pff.Backend.Packaging;

/// <summary>Every failure of this library, one function a code. Each has a page <c>docs/errors/PFFnnnn.md</c>.</summary>
public static class PlanFailures
{
    private const int NamesShown = 5;

    public static PlanFailure NotAPlan() => Make(
        "PFF2001",
        "The file is not a compiled plan: it does not start with the mark of a .pffplan.",
        "O arquivo não é um plano compilado: não começa com a marca de um .pffplan.");

    public static PlanFailure OtherFormatVersion(uint found, uint expected) => Make(
        "PFF2002",
        $"The plan has format version {found}, and this PFF reads version {expected}: compile the manifest again.",
        $"O plano tem a versão de formato {found}, e este PFF lê a versão {expected}: compile o manifesto de novo.");

    public static PlanFailure Truncated(long found, long expected) => Make(
        "PFF2003",
        $"The plan is cut off: {found} bytes of {expected}.",
        $"O plano está cortado: {found} bytes de {expected}.");

    public static PlanFailure Tampered() => Make(
        "PFF2004",
        "The plan was changed after it was compiled: its content does not have the SHA-256 that it states.",
        "O plano foi alterado depois de compilado: o conteúdo não tem o SHA-256 que ele declara.");

    public static PlanFailure OtherBuild(string found, string expected) => Make(
        "PFF2005",
        $"The plan was compiled by PFF {found}, which this PFF {expected} cannot run: compile the manifest again.",
        $"O plano foi compilado pelo PFF {found}, que este PFF {expected} não executa: compile o manifesto de novo.");

    public static PlanFailure Stale(IReadOnlyList<string> files) => Make(
        "PFF2006",
        $"The plan is older than its sources: {Names(files, "and", "more")} changed or is missing; compile the manifest again.",
        $"O plano é mais antigo que suas fontes: {Names(files, "e mais", "")} mudou ou falta; compile o manifesto de novo.");

    public static PlanFailure Unreadable(string detailEnglish, string detailPortuguese) => Make(
        "PFF2007",
        $"The plan cannot be read: {detailEnglish}.",
        $"O plano não pode ser lido: {detailPortuguese}.");

    public static PlanFailure TooLarge(long maximumBytes) => Make(
        "PFF2008",
        $"The plan is larger than the {maximumBytes} bytes that are allowed.",
        $"O plano é maior que os {maximumBytes} bytes permitidos.");

    private static PlanFailure Make(string code, string english, string portuguese) => new(code, new LocalizedText(english, portuguese));

    private static string Names(IReadOnlyList<string> files, string and, string more)
    {
        var shown = string.Join(", ", files.Take(NamesShown));
        var rest = files.Count - NamesShown;
        return rest <= 0 ? shown : $"{shown} {and} {rest} {more}".TrimEnd();
    }
}
