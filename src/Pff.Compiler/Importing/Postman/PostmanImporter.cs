using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Importing.Postman;

/// <summary>A Postman collection becomes a catalogue for each host and a manifest with a sequence for each folder.</summary>
public static class PostmanImporter
{
    /// <param name="path">The collection, as <paramref name="files"/> knows it.</param>
    /// <param name="folder">Where the manifest and the folder of catalogues go; empty for the root.</param>
    public static ImportResult Import(string path, string folder, bool isStrict, IFileSource files, CancellationToken cancellation = default)
    {
        var diagnostics = new DiagnosticBag();
        var documents = new DocumentFiles(files, diagnostics);
        if (documents.Load(path, new SourceText(path, string.Empty), default) is not { } main)
        {
            return new ImportResult([], diagnostics.ToSorted());
        }

        var report = new DocumentReport(main, diagnostics);
        if (PostmanCollection.Read(report) is not { } collection)
        {
            return new ImportResult([], diagnostics.ToSorted());
        }

        var builder = new PostmanBuilder(collection, report);
        foreach (var request in collection.Requests)
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Add(request);
        }

        var manifestPath = ManifestPath(path, folder);
        var generated = builder.Write(manifestPath, folder);
        if (generated.IsEmpty)
        {
            report.NotCarried(DocumentReport.StartOf(main.Root), new("The collection", "A coleção"), new("it has no request that a method can send", "não tem nenhuma requisição que um método possa enviar"));
            return new ImportResult([], diagnostics.ToSorted());
        }

        diagnostics.AddRange(ManifestCompiler.Compile(manifestPath, new OverlayFiles(generated, files), new CompileSettings(isStrict), cancellation).Diagnostics);
        return new ImportResult(generated, diagnostics.ToSorted());
    }

    private static string ManifestPath(string path, string folder)
    {
        var stem = SourcePaths.NameOf(path);
        stem = stem.EndsWith(".postman_collection", StringComparison.OrdinalIgnoreCase) ? stem[..^19] : stem;
        var name = $"{ImportedNames.Snake(stem, "manifest")}.yaml";
        return folder.Length == 0 ? name : $"{folder.TrimEnd('/')}/{name}";
    }
}

/// <summary>The catalogues and sequences of a collection while its requests are read.</summary>
internal sealed class PostmanBuilder(PostmanCollection collection, DocumentReport report)
{
    private readonly Dictionary<string, PostmanApi> _apis = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sequence> _sequences = new(StringComparer.Ordinal);
    private readonly ImportedNames _apiNames = new();
    private readonly ImportedNames _methodNames = new();
    private readonly ImportedNames _sequenceNames = new();

    public void Add(PostmanRequest request)
    {
        var url = PostmanUrl.Read(request.Node["url"], report);
        var address = collection.Expand(url.Base);
        if (!_apis.TryGetValue(address, out var api))
        {
            api = new PostmanApi(_apiNames.Take(_apis.Count == 0 ? collection.Name : HostOf(address), "api"), address, report);
        }

        var method = _methodNames.Take(request.Name, "request");
        if (!_sequences.TryGetValue(request.Folder, out var sequence))
        {
            sequence = new Sequence(NameOf(request.Folder));
        }

        if (new RequestConverter(request, url, method, api.Shapes, sequence.VariableOf, report).Convert() is not { } converted)
        {
            return;
        }

        _apis.TryAdd(address, api);
        _sequences.TryAdd(request.Folder, sequence);
        api.Add(method, converted.Declaration, request);
        sequence.Add(converted, request);
    }

    /// <summary>A folder's own name, or with those that it stands in where another folder has that.</summary>
    private string NameOf(string folder)
    {
        var own = folder.Length == 0 ? collection.Name : folder[(folder.LastIndexOf('/') + 1)..];
        var isTaken = _sequences.Values.Any(s => s.Name == ImportedNames.Snake(own, "sequence"));
        return _sequenceNames.Take(isTaken ? folder : own, "sequence");
    }

    public ImmutableArray<GeneratedFile> Write(string manifestPath, string folder)
    {
        _sequences.Values.ToList().ForEach(s => s.NameWhatFollows(report));
        if (_sequences.Count == 0)
        {
            return [];
        }

        var root = WrittenNode.Map(
            ("version", WrittenNode.Of("1.0")),
            ("metadata", WrittenNode.Map(("name", WrittenNode.Of(collection.Name)))),
            ("uses", new WrittenList([.. _apis.Values.Select(a => WrittenNode.Of($"apis/{a.Name}.yaml"))])),
            ("sequences", new WrittenMap([.. _sequences.Values.Select(s => new WrittenEntry(s.Name, s.Write(collection.Variables)))])));
        return [new GeneratedFile(manifestPath, YamlWriter.Write(root, collection.Name).Text), .. _apis.Values.Select(a => a.Write(folder, collection.Name))];
    }

    private static string HostOf(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        return address[start..].Split('/', ':')[0];
    }

    private sealed class Sequence(string name)
    {
        private readonly ImportedNames _names = new();
        private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
        private readonly Dictionary<string, bool> _isText = new(StringComparer.Ordinal);
        private readonly List<WrittenNode> _steps = [];
        private readonly List<string> _behindEnd = [];
        private PostmanRequest? _end;

        public string Name { get; } = name;

        public string VariableOf(string variable)
        {
            if (!_variables.TryGetValue(variable, out var taken))
            {
                taken = _names.Take(variable, "value");
                _variables.Add(variable, taken);
            }

            return taken;
        }

        public void Add(ConvertedRequest request, PostmanRequest source)
        {
            if (_end is not null)
            {
                _behindEnd.Add(source.Name);
                return;
            }

            _end = request.IsEnd ? source : null;
            _steps.Add(request.Step);
            foreach (var (variable, isText) in request.Variables)
            {
                _isText[variable] = _isText.GetValueOrDefault(variable, true) && isText;
            }
        }

        /// <summary>Behind a request that could not be carried nothing runs.</summary>
        public void NameWhatFollows(DocumentReport report)
        {
            if (_end is not null && _behindEnd.Count > 0)
            {
                var names = string.Join(", ", _behindEnd.Take(5).Select(n => $"'{n}'")) + (_behindEnd.Count > 5 ? ", …" : string.Empty);
                report.NotCarried(_end.Span, new($"What follows '{_end.Name}' ({names})", $"O que vem depois de '{_end.Name}' ({names})"), new(
                    "the row fails before it; its methods are in the catalogue", "a linha falha antes disso; seus métodos estão no catálogo"));
            }
        }

        /// <param name="values">What the collection gives its variables: where that can be no secret, it is the default.</param>
        public WrittenMap Write(IReadOnlyDictionary<string, string> values)
        {
            var inputs = _isText.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v =>
            {
                var value = values.GetValueOrDefault(v.Key);
                var mayBeSecret = v.Key.Contains("token", StringComparison.OrdinalIgnoreCase) || v.Key.Contains("secret", StringComparison.OrdinalIgnoreCase)
                    || v.Key.Contains("password", StringComparison.OrdinalIgnoreCase) || v.Key.Contains("key", StringComparison.OrdinalIgnoreCase);
                var isDefault = v.Value && !string.IsNullOrEmpty(value) && !mayBeSecret && !value.Contains("{{", StringComparison.Ordinal);
                var variable = _variables[v.Key];
                var declaration = WrittenNode.Map(
                    ("type", WrittenNode.Of(v.Value ? "text" : "any")),
                    ("column", variable == v.Key ? null : WrittenNode.Of(v.Key)),
                    ("default", isDefault ? WrittenNode.Of(value!) : null)) with
                {
                    IsInline = true,
                };
                return new WrittenEntry(variable, declaration.Entries.Length == 1 ? declaration.Entries[0].Value : declaration);
            });
            return WrittenNode.Map(("inputs", new WrittenMap([.. inputs])), ("steps", new WrittenList([.. _steps])));
        }
    }
}
