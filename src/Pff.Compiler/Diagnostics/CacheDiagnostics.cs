using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1460 to PFF1465: what a catalogue says of the cache and of journals.</summary>
public static partial class CompilerDiagnostics
{
    public static Diagnostic InvalidatedByUnknown(YamlScalar name, string read, ImmutableArray<string> writes)
    {
        var nearest = Suggestion.Nearest(name.Text, writes);
        return Error(
            "PFF1460", name.Source, name.Span,
            $"Answers of '{Shorten(read)}' are dropped by '{Shorten(name.Text)}', and the catalogue has no such method.",
            $"As respostas de '{Shorten(read)}' são descartadas por '{Shorten(name.Text)}', e o catálogo não tem esse método.") with
        {
            Help = nearest is null ? null : DidYouMean(nearest),
            Fix = nearest is null ? null : Replace(name.Span, nearest),
        };
    }

    public static Diagnostic CacheByNoParameter(YamlScalar name, string read, ImmutableArray<string> parameters)
    {
        var nearest = Suggestion.Nearest(name.Text, parameters);
        var list = string.Join(", ", parameters);
        return Error(
            "PFF1461", name.Source, name.Span,
            $"Answers of '{Shorten(read)}' are kept by '{Shorten(name.Text)}', which is no parameter of it.",
            $"As respostas de '{Shorten(read)}' são guardadas por '{Shorten(name.Text)}', que não é parâmetro dele.") with
        {
            Help = nearest is not null ? DidYouMean(nearest)
                : list.Length > 0 ? new($"known parameters: {list}", $"parâmetros conhecidos: {list}")
                : null,
            Fix = nearest is null ? null : Replace(name.Span, nearest),
        };
    }

    public static Diagnostic InvalidatedByRead(YamlScalar name, string read) => Error(
        "PFF1462", name.Source, name.Span,
        $"Answers of '{Shorten(read)}' are dropped by '{Shorten(name.Text)}', which is a read and changes nothing.",
        $"As respostas de '{Shorten(read)}' são descartadas por '{Shorten(name.Text)}', que é uma leitura e não muda nada.");

    public static Diagnostic DiskOfSecret(YamlScalar key, string read, string path) => Error(
        "PFF1463", key.Source, key.Span,
        $"The answer of '{Shorten(read)}' has a secret in it ({Shorten(path)}), and no secret is kept on disk.",
        $"A resposta de '{Shorten(read)}' tem um segredo ({Shorten(path)}), e nenhum segredo é guardado em disco.");

    public static Diagnostic DiskInTheClear(YamlScalar key) => Error(
        "PFF1464", key.Source, key.Span,
        "Answers on disk are encrypted, or said to be about nobody: give 'encrypted: { env: NAME }', or 'personal: false'.",
        "Respostas em disco são cifradas, ou declaradas como não sendo sobre pessoas: dê 'encrypted: { env: NOME }', ou 'personal: false'.");

    public static Diagnostic JournalInTheClear(YamlScalar key) => Error(
        "PFF1465", key.Source, key.Span,
        "What is about people is in journals only encrypted, since a run cannot be resumed or undone without it: give 'encrypted: { env: NAME }'.",
        "O que é sobre pessoas só fica em diários cifrado, pois sem isso uma execução não pode ser retomada nem desfeita: dê 'encrypted: { env: NOME }'.");
}
