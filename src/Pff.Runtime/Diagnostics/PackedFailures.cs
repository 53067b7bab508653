using Pff.Core.Diagnostics;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3030 to PFF3049: an input that is packed, or of a format with parts, and cannot be opened.</summary>
public static partial class RuntimeFailures
{
    public static RuntimeFailure PackedTooLarge(string path) =>
        new("PFF3030", new(
            $"The input '{path}' unpacks to far more than a real table does, so it is not read.",
            $"A entrada '{path}' se expande muito além de uma tabela real, por isso não é lida."))
        {
            Help = new("If it is a real table, unpack it first.", "Se for uma tabela de verdade, descompacte antes."),
        };

    /// <param name="reason">Why, as the end of the sentence, in English.</param>
    /// <param name="reasonInPortuguese">The same in Portuguese.</param>
    public static RuntimeFailure PackedDamaged(string path, string reason, string reasonInPortuguese) =>
        new("PFF3031", new(
            $"The input '{path}' cannot be unpacked: {reason}.",
            $"A entrada '{path}' não pode ser descompactada: {reasonInPortuguese}."))
        {
            Help = new("It may have been cut off on its way: fetch it again.", "Talvez tenha sido cortada no caminho: obtenha de novo."),
        };

    public static RuntimeFailure SeveralEntries(string path, IReadOnlyList<string> names, int count)
    {
        var shown = Shown(names, count);
        return new("PFF3032", new(
            count == 0 ? $"The archive '{path}' has no files." : $"The archive '{path}' has {count} files, so which one is the input is not known: {shown}.",
            count == 0 ? $"O arquivo compactado '{path}' não tem arquivos." : $"O arquivo compactado '{path}' tem {count} arquivos, e não se sabe qual é a entrada: {shown}."))
        {
            Help = count == 0 ? null : new($"Name it: '{path}!{names[0]}'.", $"Diga qual: '{path}!{names[0]}'."),
        };
    }

    public static RuntimeFailure MissingEntry(string path, string wanted, IReadOnlyList<string> names)
    {
        var nearest = Suggestion.Nearest(wanted, names);
        return new("PFF3033", new(
            $"The archive '{path}' has no file '{wanted}'; it has {Shown(names, names.Count)}.",
            $"O arquivo compactado '{path}' não tem o arquivo '{wanted}'; ele tem {Shown(names, names.Count)}."))
        {
            Help = nearest is null ? null : new($"Did you mean '{nearest}'?", $"Você quis dizer '{nearest}'?"),
        };
    }

    public static RuntimeFailure EntryEncrypted(string path, string name) =>
        new("PFF3034", new(
            $"The file '{name}' of the archive '{path}' is protected by a password.",
            $"O arquivo '{name}' dentro de '{path}' está protegido por senha."));

    /// <param name="format">Its name.</param>
    /// <param name="reason">What is wrong, as a clause, in English.</param>
    /// <param name="reasonInPortuguese">The same in Portuguese.</param>
    public static RuntimeFailure DamagedTable(string path, string format, string reason, string reasonInPortuguese) =>
        new("PFF3035", new(
            $"The input '{path}' cannot be read as {format}: {reason}.",
            $"A entrada '{path}' não pode ser lida como {format}: {reasonInPortuguese}."));

    /// <param name="wanted">Null where none was named.</param>
    public static RuntimeFailure MissingTable(string path, string? wanted, IReadOnlyList<string> tables)
    {
        IReadOnlyList<string> names = [.. tables.Take(30)];
        var shown = Shown(names, tables.Count);
        var nearest = wanted is null ? null : Suggestion.Nearest(wanted, tables);
        return new("PFF3036", (wanted, tables.Count) switch
        {
            (_, 0) => new($"The database '{path}' has no tables.", $"O banco de dados '{path}' não tem tabelas."),
            (null, _) => new(
                $"The database '{path}' has {tables.Count} tables, so which one is the input is not known: {shown}.",
                $"O banco de dados '{path}' tem {tables.Count} tabelas, e não se sabe qual é a entrada: {shown}."),
            _ => new(
                $"The database '{path}' has no table '{wanted}'; it has {shown}.",
                $"O banco de dados '{path}' não tem a tabela '{wanted}'; ele tem {shown}."),
        })
        {
            Help = nearest is not null ? new($"Did you mean '{nearest}'?", $"Você quis dizer '{nearest}'?")
                : wanted is null && tables.Count > 0 ? new($"Name it: '{path}!{tables[0]}'.", $"Diga qual: '{path}!{tables[0]}'.")
                : null,
        };
    }

    /// <param name="reason">Why, in English, without the password.</param>
    /// <param name="reasonInPortuguese">The same in Portuguese.</param>
    public static RuntimeFailure DatabaseUnreachable(string reason, string reasonInPortuguese) =>
        new("PFF3037", new(
            $"The database cannot be reached: {reason}.",
            $"O banco de dados não pode ser acessado: {reasonInPortuguese}."));

    /// <param name="detail">What the database says, in its own words.</param>
    /// <param name="state">Its code of five characters.</param>
    public static RuntimeFailure QueryRefused(string detail, string state) =>
        new("PFF3038", new(
            $"The database refuses the query: {detail} ({state}).",
            $"O banco de dados recusa a consulta: {detail} ({state})."));

    private static string Shown(IReadOnlyList<string> names, int count) =>
        string.Join(", ", names.Select(name => $"'{name}'")) + (count > names.Count ? ", …" : "");
}
