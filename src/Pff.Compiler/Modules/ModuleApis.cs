using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Modules;

/// <summary>
/// The catalogues behind <c>use api</c>: <c>apis/NAME.yaml</c> beside the module, or the file that is named, of which one
/// that is no catalogue is an OpenAPI document, all of whose operations are imported.
/// </summary>
internal sealed class ModuleApis(IFileSource files, DiagnosticBag diagnostics) : IFileSource
{
    private readonly Dictionary<string, FileReadResult> _made = new(StringComparer.Ordinal);

    /// <summary>The path of the catalogue of a use, or null with the reason reported.</summary>
    public string? PathOf(UseApiSyntax use, LoadedModule module)
    {
        var place = use.Path ?? use.Name;
        var path = SourcePaths.Combine(module.Folder, use.Path?.Text ?? $"apis/{use.Name.Text}.yaml");
        var read = files.Read(path);
        if (read.Text is not { } text)
        {
            diagnostics.Add(CompilerDiagnostics.CatalogueNotReadable(module.Syntax.Source, place.Span, path, read.Status));
            return null;
        }

        return use.Path is null || IsCatalogue(text) ? path : MakeCatalogue(use.Name.Text, path);
    }

    /// <summary>The files without the catalogues that stand in no file.</summary>
    public ImmutableArray<SourceFile> WithoutMade(IEnumerable<SourceFile> sources, string folder)
    {
        var made = _made.Keys.Select(path => SourcePaths.RelativeTo(folder, path)).ToHashSet(StringComparer.Ordinal);
        return [.. sources.Where(s => !made.Contains(s.Path) && !_made.ContainsKey(s.Path))];
    }

    public FileReadResult Read(string path) => _made.GetValueOrDefault(path) ?? files.Read(path);

    public ImmutableArray<string> List(string folder, params ReadOnlySpan<string> extensions) => files.List(folder, extensions);

    private static bool IsCatalogue(SourceText text) =>
        !text.Content.AsSpan().TrimStart().StartsWith('{') && text.Content.Split('\n').Any(line => line.StartsWith("api:", StringComparison.Ordinal));

    private string MakeCatalogue(string name, string document)
    {
        var path = $"{document}#{name}";
        var file = document[(document.LastIndexOf('/') + 1)..];
        var content = $"api: {name}\nopenapi: '{file.Replace("'", "''", StringComparison.Ordinal)}'\n";
        _made[path] = new FileReadResult(FileReadStatus.Found, new SourceText(path, content), string.Empty);
        return path;
    }
}
