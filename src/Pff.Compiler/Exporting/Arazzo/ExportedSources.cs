using System.Collections.Immutable;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Exporting.Arazzo;

/// <summary>The OpenAPI documents behind the catalogues of a manifest.</summary>
internal sealed class ExportedSources
{
    private readonly Dictionary<string, (string Url, OpenApiImport Import)> _byApi = new(StringComparer.Ordinal);

    public static ExportedSources Read(IEnumerable<string> catalogues, string folder, IFileSource files)
    {
        var sources = new ExportedSources();
        foreach (var catalogue in catalogues)
        {
            var silent = new DiagnosticBag();
            if (files.Read(catalogue).Text is { } source && YamlReader.Read(source, silent).Root is YamlMapping root
                && root.Find("api")?.Value is YamlScalar api && root.Find("openapi")?.Value is YamlScalar openApi
                && CataloguePaths.Combine(CataloguePaths.FolderOf(catalogue), openApi.Text) is { } path)
            {
                var documents = new DocumentFiles(files, silent);
                if (documents.Load(path, source, default) is { } main && OpenApiImport.Read(documents, main, silent) is { } import)
                {
                    sources._byApi.TryAdd(api.Text, (SourcePaths.RelativeTo(folder, path), import));
                }
            }
        }

        return sources;
    }

    public WrittenList Write() => new(
    [
        .. _byApi.Select(s => WrittenNode.Map(
            ("name", WrittenNode.Of(s.Key)), ("url", WrittenNode.Of(s.Value.Url)), ("type", WrittenNode.Of("openapi")))),
    ]);

    /// <summary>How a step names an operation: the key and its value; null where no document declares it.</summary>
    public (string Key, string Value)? Find(MethodSymbol method)
    {
        if (!_byApi.TryGetValue(method.Descriptor.Api, out var source))
        {
            return null;
        }

        var path = string.Concat(method.Descriptor.Path.Select(s => s.Literal ?? "{" + method.Descriptor.Parameters[s.Parameter].WireName + "}"));
        var found = source.Import.Operations.FirstOrDefault(o =>
            o.Node.Path == path && o.Node.Verb.Equals(method.Descriptor.Verb, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            return null;
        }

        var id = found.Node.OperationId;
        var isUnique = id is { Length: > 0 } && _byApi.Values.Sum(s => s.Import.Operations.Count(o => o.Node.OperationId == id)) == 1;
        return isUnique
            ? ("operationId", id!)
            : ("operationPath", $"{{$sourceDescriptions.{method.Descriptor.Api}.url}}#/paths/{Escape(path)}/{found.Node.Verb}");
    }

    private static string Escape(string path) => path.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
