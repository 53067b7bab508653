using System.Collections.Immutable;
using Pff.Core.Diagnostics;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3201 to PFF3219: an input file that a run cannot start with.</summary>
public static partial class RuntimeFailures
{
    /// <param name="reason">Why, as the end of the sentence "the input cannot be read: …", in English.</param>
    /// <param name="reasonInPortuguese">The same in Portuguese.</param>
    public static RuntimeFailure InputUnreadable(string path, string reason, string reasonInPortuguese) =>
        new("PFF3201", new(
            $"The input '{path}' cannot be read: {reason}.",
            $"A entrada '{path}' não pode ser lida: {reasonInPortuguese}."));

    public static RuntimeFailure UnsupportedTable(string path, ImmutableArray<string> supported)
    {
        var extension = Path.GetExtension(path);
        var names = string.Join(", ", supported);
        return new("PFF3202", new(
            $"The input '{path}' has the extension '{extension}', which cannot be read; {names} can.",
            $"A entrada '{path}' tem a extensão '{extension}', que não pode ser lida; {names} podem."))
        {
            Help = extension.ToUpperInvariant() is ".XLSM" or ".XLSB" or ".ODS"
                ? new("Open it in the spreadsheet program and save it as .xlsx.", "Abra no programa de planilhas e salve como .xlsx.")
                : null,
        };
    }

    internal static RuntimeFailure InvalidEncoding(string path, EncodingError error) =>
        new("PFF3203", new(
            $"The input '{path}' is not UTF-8 text: line {error.Line} has the byte 0x{error.Byte:X2} at offset {error.Offset}.",
            $"A entrada '{path}' não é texto UTF-8: a linha {error.Line} tem o byte 0x{error.Byte:X2} na posição {error.Offset}."))
        {
            Help = new(
                "It is not plainly Windows-1252 either, or has two encodings in one: save it as 'CSV UTF-8', or as .xlsx.",
                "Também não é claramente Windows-1252, ou mistura codificações: salve como 'CSV UTF-8' ou como .xlsx."),
        };

    public static RuntimeFailure NoHeaders(string path) =>
        new("PFF3204", new(
            $"The input '{path}' is empty: a first row with the headers was expected.",
            $"A entrada '{path}' está vazia: esperava-se uma primeira linha com os cabeçalhos."));

    public static RuntimeFailure TooManyColumns(string path, int maximum) =>
        new("PFF3205", new(
            $"The input '{path}' has more than {maximum} columns.",
            $"A entrada '{path}' tem mais de {maximum} colunas."));

    public static RuntimeFailure DuplicateHeader(string column, int first, int second) =>
        new("PFF3206", new(
            $"The input has the header '{column}' twice, in columns {first} and {second}, so which one is meant is not known.",
            $"A entrada tem o cabeçalho '{column}' duas vezes, nas colunas {first} e {second}, e não se sabe qual delas vale."))
        {
            Help = new("Rename or remove one of the two.", "Renomeie ou remova uma das duas."),
        };

    public static RuntimeFailure MissingColumn(string column, ImmutableArray<string> headers)
    {
        var names = headers.Where(header => header.Length > 0).ToList();
        var shown = string.Join(", ", names.Take(30).Select(header => $"'{header}'")) + (names.Count > 30 ? ", …" : "");
        var nearest = Suggestion.Nearest(column, names);
        return new("PFF3207", new(
            $"The input has no column '{column}', which the sequence requires; its columns are {shown}.",
            $"A entrada não tem a coluna '{column}', exigida pela sequência; as colunas são {shown}."))
        {
            Help = nearest is null ? null : new($"Did you mean '{nearest}'?", $"Você quis dizer '{nearest}'?"),
        };
    }

    /// <param name="reason">What is wrong, in English.</param>
    /// <param name="reasonInPortuguese">The same in Portuguese.</param>
    public static RuntimeFailure DamagedWorkbook(string path, string reason, string reasonInPortuguese) =>
        new("PFF3208", new(
            $"The workbook '{path}' cannot be read: {reason}.",
            $"A planilha '{path}' não pode ser lida: {reasonInPortuguese}."))
        {
            Help = new(
                "Open it in the spreadsheet program and save it again as .xlsx.",
                "Abra no programa de planilhas e salve de novo como .xlsx."),
        };

    public static RuntimeFailure EncryptedWorkbook(string path) =>
        new("PFF3209", new(
            $"The workbook '{path}' is protected by a password, or is an old .xls under another name.",
            $"A planilha '{path}' está protegida por senha, ou é um .xls antigo com outro nome."))
        {
            Help = new("Save it as .xlsx without a password.", "Salve como .xlsx sem senha."),
        };

    public static RuntimeFailure UnpacksTooLarge(string path, string part) =>
        new("PFF3210", new(
            $"The workbook '{path}' unpacks to far more than a real one does (in '{part}'), so it is not read.",
            $"A planilha '{path}' se expande muito além de uma planilha real (em '{part}'), por isso não é lida."));

    /// <param name="line">From 1.</param>
    public static RuntimeFailure MalformedJson(string path, long line, string expected, string expectedInPortuguese) =>
        new("PFF3211", new(
            $"The input '{path}' is not the JSON that was expected: {expected} (line {line}).",
            $"A entrada '{path}' não é o JSON esperado: {expectedInPortuguese} (linha {line})."));

    public static RuntimeFailure UnusableInput(string input, string reason, string reasonInPortuguese) =>
        new("PFF3212", new(
            $"The input '{input}' of the sequence cannot be checked: {reason}.",
            $"A entrada '{input}' da sequência não pode ser verificada: {reasonInPortuguese}."));

    public static RuntimeFailure MissingSheet(string path, string sheet, IReadOnlyList<string> sheets)
    {
        var shown = string.Join(", ", sheets.Take(30).Select(name => $"'{name}'"));
        var nearest = Suggestion.Nearest(sheet, sheets);
        return new("PFF3213", new(
            $"The workbook '{path}' has no visible sheet '{sheet}'; its sheets are {shown}.",
            $"A planilha '{path}' não tem a aba visível '{sheet}'; as abas são {shown}."))
        {
            Help = nearest is null ? null : new($"Did you mean '{nearest}'?", $"Você quis dizer '{nearest}'?"),
        };
    }
}
