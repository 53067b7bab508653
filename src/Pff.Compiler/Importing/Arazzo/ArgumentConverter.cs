using System.Collections.Immutable;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing.Writing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>The parameters and the body of a step as arguments of a method.</summary>
internal sealed class ArgumentConverter(ArazzoDocument document, ExpressionScope scope, CalledOperation operation)
{
    private readonly DocumentReport _report = document.Report;
    private readonly Dictionary<string, WrittenNode> _arguments = new(StringComparer.Ordinal);

    /// <summary>What is sent, for <c>$request</c>.</summary>
    public ImmutableDictionary<string, string> Sent { get; private set; } = scope.Sent;

    public WrittenMap? Convert(ArazzoStep step)
    {
        foreach (var parameter in Parameters(document, scope.Workflow, step.Node))
        {
            AddParameter(parameter);
        }

        if (_report.MapOf(step.Node, "requestBody") is { } body)
        {
            AddBody(body, step.Node.Find("requestBody")!.NameSpan);
        }

        return _arguments.Count == 0 ? null : new WrittenMap([.. _arguments.Select(a => new WrittenEntry(a.Key, a.Value))]);
    }

    /// <summary>The parameters of a step or an action, and those of its workflow that it does not replace, each with its value.</summary>
    public static IEnumerable<StepParameter> Parameters(ArazzoDocument document, ArazzoWorkflow? workflow, DocumentMap owner)
    {
        var seen = new HashSet<(string?, string?)>();
        var own = document.Report.MapsOf(owner, "parameters").Select(n => (Node: n, IsShared: false));
        foreach (var (node, isShared) in own.Concat(workflow is null ? [] : document.Report.MapsOf(workflow.Node, "parameters").Select(n => (Node: n, IsShared: true))))
        {
            if (document.Reusable(node, "parameters") is not { } parameter)
            {
                continue;
            }

            // A reference may bring a value of its own.
            var value = node["value"] ?? parameter["value"];
            if (parameter.TextOf("name") is not { } name || value is null)
            {
                document.Report.Missing(DocumentReport.StartOf(parameter), "parameters", value is null ? "value" : "name");
            }
            else if (seen.Add((name, parameter.TextOf("in"))))
            {
                yield return new StepParameter(name, parameter, value, isShared);
            }
        }
    }

    private void AddParameter(StepParameter parameter)
    {
        var name = parameter.Name;
        var place = parameter.Node["name"]!.Span;
        var location = parameter.Node.TextOf("in");
        if (location is not ("path" or "query" or "header"))
        {
            _report.NotCarried(place, Parameter(name), new("it is sent neither in the path, nor in the query, nor in a header", "não é enviado nem no caminho, nem na consulta, nem em um cabeçalho"));
            return;
        }

        if (location == "header" && IsOfRuntime(name))
        {
            _report.NotCarried(place, Parameter(name), new("the catalogue and the runtime give this header", "o catálogo e a execução dão este cabeçalho"));
            return;
        }

        var (argument, type) = (name, (PffType?)null);
        if (operation.Method is { } method)
        {
            var wanted = location switch { "path" => ParameterLocation.Path, "query" => ParameterLocation.Query, _ => ParameterLocation.Header };
            if (Find(name, wanted) is not { } found)
            {
                if (parameter.IsShared)
                {
                    _report.NotCarried(place, Parameter(name), new(
                        $"the operation '{method.Operation.Name}' declares none of that name", $"a operação '{method.Operation.Name}' não declara nenhum com esse nome"));
                    return;
                }

                _report.Diagnostics.Add(CompilerDiagnostics.NamesNothing(
                    _report.Source, place, new($"a {location} parameter of '{method.Operation.Name}'", $"um parâmetro de {location} de '{method.Operation.Name}'"),
                    name, method.Symbol.Descriptor.Parameters.Where(p => p.Location == wanted).Select(p => p.WireName)));
                return;
            }

            (argument, type) = found;
        }

        if (new ValueConverter(scope).Convert(parameter.Value, type) is { } converted)
        {
            Add(argument, converted, $"{location}.{name}");
        }
    }

    private void AddBody(DocumentMap body, TextSpan place)
    {
        var label = new LocalizedText("The body", "O corpo");
        var payload = body["payload"] is { } node ? Payload(node, body) : null;
        foreach (var replacement in _report.MapsOf(body, "replacements"))
        {
            payload = Replaced(payload, replacement);
        }

        if (payload is null)
        {
            return;
        }

        var names = operation.Method?.Symbol.Descriptor.Parameters ?? [];
        if (operation.Method is not null && !names.Any(p => p.Location is ParameterLocation.Body or ParameterLocation.BodyProperty))
        {
            _report.NotCarried(place, label, new("the operation takes no JSON", "a operação não recebe JSON"));
            return;
        }

        var byWireName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names.Where(p => p.Location == ParameterLocation.BodyProperty))
        {
            byWireName.TryAdd(name.WireName, name.Name);
        }

        if (payload is WrittenMap { Entries.IsEmpty: false } map && map.Entries.All(e => byWireName.ContainsKey(e.Key)))
        {
            foreach (var entry in map.Entries)
            {
                Add(byWireName[entry.Key], entry.Value, $"body/{entry.Key}");
            }

            return;
        }

        Add(names.FirstOrDefault(p => p.Location == ParameterLocation.Body)?.Name ?? "body", payload, "body");
    }

    /// <summary>A payload may also be JSON in a text.</summary>
    private WrittenNode? Payload(DocumentNode node, DocumentMap body)
    {
        if (node is DocumentScalar { Kind: DocumentScalarKind.Text } scalar && scalar.Text.AsSpan().TrimStart() is ['{' or '[', ..] start
            && !(start is ['{', '$', ..]) && (body.TextOf("contentType") ?? "json").Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            if (JsonDocumentReader.Read(new SourceText(_report.Source.Path, scalar.Text), new DiagnosticBag()) is { } json)
            {
                return new ValueConverter(scope) { Place = scalar.Span }.Convert(json);
            }

            _report.NotCarried(scalar.Span, new("The payload", "O conteúdo"), new("it is no JSON once its expressions are left aside", "não é JSON quando se deixam de lado suas expressões"));
            return null;
        }

        return new ValueConverter(scope).Convert(node);
    }

    private WrittenNode? Replaced(WrittenNode? payload, DocumentMap replacement)
    {
        if (_report.TextOf(replacement, "target") is not { } target || replacement["value"] is not { } value)
        {
            _report.Missing(DocumentReport.StartOf(replacement), "replacements", replacement["target"] is null ? "target" : "value");
            return payload;
        }

        if (Selector.Path(target.Text, Selector.TypeOf(replacement["targetSelectorType"]) ?? Selector.JsonPointer) is { IsEmpty: false } path
            && new ValueConverter(scope).Convert(value) is { } converted
            && Replace(payload ?? new WrittenMap([]), path, converted) is { } replaced)
        {
            return replaced;
        }

        _report.NotCarried(target.Span, new("The replacement", "A substituição"), new("its target is no single place of the payload", "seu alvo não é um lugar único do conteúdo"));
        return payload;
    }

    private static WrittenNode? Replace(WrittenNode node, ImmutableArray<string> path, WrittenNode value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        if (node is WrittenMap map)
        {
            var index = map.Entries.ToList().FindIndex(e => e.Key == path[0]);
            var inner = Replace(index < 0 ? new WrittenMap([]) : map.Entries[index].Value, path[1..], value);
            return inner is null ? null
                : index < 0 ? map.With(path[0], inner)
                : map with { Entries = map.Entries.SetItem(index, new WrittenEntry(path[0], inner)) };
        }

        return node is WrittenList list && int.TryParse(path[0], out var at) && at >= 0 && at < list.Items.Length
            && Replace(list.Items[at], path[1..], value) is { } item
            ? list with { Items = list.Items.SetItem(at, item) }
            : null;
    }

    private (string Name, PffType Type)? Find(string name, ParameterLocation location)
    {
        var symbol = operation.Method!.Symbol;
        var comparison = location == ParameterLocation.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (var i = 0; i < symbol.Parameters.Length; i++)
        {
            var descriptor = symbol.Descriptor.Parameters[i];
            if (descriptor.Location == location && descriptor.WireName.Equals(name, comparison))
            {
                return (symbol.Parameters[i].Name, symbol.Parameters[i].Type);
            }
        }

        return null;
    }

    private void Add(string argument, WrittenNode value, string key)
    {
        _arguments[argument] = value;
        if (ValueConverter.ExpressionOf(value) is { } expression)
        {
            Sent = Sent.SetItem(key, expression);
        }
    }

    private static LocalizedText Parameter(string name) => new($"The parameter '{name}'", $"O parâmetro '{name}'");

    private static bool IsOfRuntime(string header) =>
        header.ToLowerInvariant() is "authorization" or "accept" or "content-type" || header.Contains("idempotenc", StringComparison.OrdinalIgnoreCase);
}
