using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Impact;

/// <summary>What differs between two versions of a document, operation by operation.</summary>
internal static class DocumentComparison
{
    private const string CatalogueName = "impact.catalogue.yaml";

    public static ImmutableArray<DocumentChange> Compare(DocumentVersion old, DocumentVersion @new, IFileSource files)
    {
        var before = OperationsOf(old, files);
        var after = OperationsOf(@new, files);
        var changes = ImmutableArray.CreateBuilder<DocumentChange>();
        foreach (var (operation, method) in before.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            if (!after.TryGetValue(operation, out var later))
            {
                changes.Add(new(operation, new("is gone", "não existe mais")));
                continue;
            }

            changes.AddRange(CompareParameters(method, later).Concat(TypeComparison.Compare(method.Result, later.Result)).Select(c => new DocumentChange(operation, c)));
        }

        foreach (var operation in after.Keys.Except(before.Keys).Order(StringComparer.Ordinal))
        {
            changes.Add(new(operation, new("is new", "é nova")));
        }

        return changes.ToImmutable();
    }

    /// <summary>Every operation of a version, by a catalogue that exists only here and imports all of it.</summary>
    private static Dictionary<string, MethodSymbol> OperationsOf(DocumentVersion version, IFileSource files)
    {
        var folder = CataloguePaths.FolderOf(version.Path);
        var catalogue = folder.Length == 0 ? CatalogueName : $"{folder.TrimEnd('/')}/{CatalogueName}";
        var name = version.Path[(version.Path.LastIndexOf('/') + 1)..];
        var text = $"api: impact\nhosts: https://impact.invalid\nopenapi: '{name.Replace("'", "''", StringComparison.Ordinal)}'\nimport: all\n";
        var overlay = new OneMoreFile(files, new SourceText(catalogue, text));

        // What is wrong with a version is reported where manifests are checked against it.
        var loaded = CatalogueLoader.LoadAll(string.Empty, [catalogue], overlay, environment: null, new DiagnosticBag());
        return loaded.SelectMany(c => c.Methods)
            .DistinctBy(m => SequenceUse.OperationOf(m.Descriptor))
            .ToDictionary(m => SequenceUse.OperationOf(m.Descriptor), StringComparer.Ordinal);
    }

    private static IEnumerable<LocalizedText> CompareParameters(MethodSymbol before, MethodSymbol after)
    {
        foreach (var parameter in before.Parameters.Where(p => after.FindParameter(p.Name) is null))
        {
            yield return new($"no longer takes '{parameter.Name}'", $"não aceita mais '{parameter.Name}'");
        }

        foreach (var parameter in after.Parameters)
        {
            if (before.FindParameter(parameter.Name) is not { } known)
            {
                yield return parameter.IsRequired
                    ? new($"needs '{parameter.Name}' ({parameter.Type})", $"precisa de '{parameter.Name}' ({parameter.Type})")
                    : new($"takes '{parameter.Name}' ({parameter.Type})", $"aceita '{parameter.Name}' ({parameter.Type})");
                continue;
            }

            if (parameter.IsRequired != known.IsRequired)
            {
                yield return parameter.IsRequired
                    ? new($"needs '{parameter.Name}' now", $"agora precisa de '{parameter.Name}'")
                    : new($"no longer needs '{parameter.Name}'", $"não precisa mais de '{parameter.Name}'");
            }

            if (parameter.Type.ToString() != known.Type.ToString())
            {
                yield return new(
                    $"takes '{parameter.Name}' as {parameter.Type}, before {known.Type}", $"aceita '{parameter.Name}' como {parameter.Type}; antes, {known.Type}");
            }
        }
    }

    private sealed class OneMoreFile(IFileSource files, SourceText file) : IFileSource
    {
        public FileReadResult Read(string path) => path == file.Path ? new(FileReadStatus.Found, file, string.Empty) : files.Read(path);

        public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => files.List(folder, extensions);
    }
}
