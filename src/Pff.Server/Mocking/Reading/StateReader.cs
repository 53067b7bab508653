using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Plan.Library;
using Pff.Core.Ports;
using Pff.Core.Text;
using Pff.Core.Types;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

/// <summary>Reads the collections of <c>state:</c>: written out, generated, or from a JSON file.</summary>
internal sealed class StateReader(YamlShapes shapes, IFileSource files)
{
    private const int MaximumGenerated = 1_000_000;
    private static readonly LocalizedText AGenerator = new("a generated collection", "uma coleção gerada");
    private static readonly LocalizedText AFile = new("a collection from a file", "uma coleção de um arquivo");

    public PersistentMapValue Read(YamlNode node)
    {
        if (shapes.Mapping(node) is not { } collections)
        {
            return PersistentMapValue.Empty;
        }

        return PersistentMapValue.From(collections.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Value.Of(ReadCollection(entry.Value)))));
    }

    private PersistentMapValue ReadCollection(YamlNode node)
    {
        if (shapes.Mapping(node) is not { } entities)
        {
            return PersistentMapValue.Empty;
        }

        if (entities.Entries is [{ Key.Text: "from" } from])
        {
            var isFile = from.Value is YamlMapping mapping && mapping.Find("file") is not null;
            return PersistentMapValue.From(isFile ? ReadFile(from.Value) : Generate(from.Value));
        }

        // Data has no templates: an empty scope reports every name in one.
        var templates = new TemplateReader(shapes, Scope.Empty);
        return PersistentMapValue.From(entities.Entries.Select(entity =>
            KeyValuePair.Create(entity.Key.Text, templates.ReadBody(entity.Value).Evaluate(new Frame(0, default), out _))));
    }

    private IEnumerable<KeyValuePair<string, Value>> Generate(YamlNode node)
    {
        if (shapes.Mapping(node, "count", "as", "when", "key", "value") is not { } mapping)
        {
            yield break;
        }

        var name = mapping.Find("as") is { } alias && shapes.Scalar(alias.Value) is { } given ? given.Text : "i";
        var templates = new TemplateReader(shapes, Scope.Empty.With(new VariableSymbol(name, PffType.Int, 0)));
        var count = mapping.Find("count") is { } number ? ScalarReader.ReadCount(shapes, number.Value, 0, MaximumGenerated) : -1;
        var key = mapping.Find("key") is { } keyEntry && shapes.Scalar(keyEntry.Value) is { } keyScalar ? templates.Read(keyScalar) : null;
        var value = mapping.Find("value") is { } valueEntry ? templates.ReadBody(valueEntry.Value) : null;
        var when = mapping.Find("when") is { } whenEntry && shapes.Scalar(whenEntry.Value) is { } whenScalar ? templates.Read(whenScalar, PffType.Bool) : null;
        foreach (var (required, isThere) in new[] { ("count", count >= 0), ("key", key is not null), ("value", value is not null) })
        {
            if (!isThere && mapping.Find(required) is null)
            {
                shapes.Missing(mapping, required, AGenerator);
            }
        }

        if (key is null || value is null || shapes.Diagnostics.HasErrors)
        {
            yield break;
        }

        for (var i = 0L; i < count; i++)
        {
            var frame = new Frame(1, default);
            frame.Slots[0] = Value.Of(i);
            if (!TryEvaluate(when, frame, i, out var isThere))
            {
                yield break;
            }

            if (isThere.TryGetBool(out var isTrue) && !isTrue)
            {
                continue;
            }

            var entity = value.Evaluate(frame, out var at);
            var entityKey = ValueText.Write(key.Evaluate(frame));
            if (entity.IsFault || entityKey.IsFault)
            {
                Report(entity.IsFault ? entity : entityKey, entity.IsFault ? at : key.Span, i);
                yield break;
            }

            yield return KeyValuePair.Create(entityKey.AsText, entity);
        }
    }

    private bool TryEvaluate(MockTemplate? template, Frame frame, long index, out Value value)
    {
        value = template?.Evaluate(frame) ?? Value.True;
        if (value.IsFault)
        {
            Report(value, template!.Span, index);
        }

        return !value.IsFault;
    }

    private void Report(in Value fault, TextSpan span, long index) =>
        shapes.Diagnostics.Add(MockDiagnostics.EntityFault(shapes.Source, span, index, fault.AsFault.Message));

    private IEnumerable<KeyValuePair<string, Value>> ReadFile(YamlNode node)
    {
        var mapping = shapes.Mapping(node, "file", "key")!;
        if (shapes.Scalar(mapping.Find("file")!.Value) is not { } path)
        {
            return [];
        }

        var read = files.Read(Beside(path.Text));
        if (read.Status != FileReadStatus.Found)
        {
            return Unreadable(path, read.Status switch
            {
                FileReadStatus.NotFound => new("there is no such file", "não existe esse arquivo"),
                FileReadStatus.TooLarge => new("it is too large", "ele é grande demais"),
                FileReadStatus.NotText => new("it is not UTF-8 text", "ele não é texto UTF-8"),
                _ => new("it cannot be read", "ele não pode ser lido"),
            });
        }

        var value = JsonDecoding.Decode(System.Text.Encoding.UTF8.GetBytes(read.Text!.Content));
        if (value.Kind == ValueKind.Map)
        {
            var map = value.AsMap;
            return Enumerable.Range(0, map.Count).Select(i => KeyValuePair.Create(map.KeyAt(i).AsText, map.ValueAt(i)));
        }

        if (value.Kind != ValueKind.List)
        {
            return Unreadable(path, new("it is neither a JSON object nor a JSON list", "não é um objeto JSON nem uma lista JSON"));
        }

        if (mapping.Find("key") is not { } keyEntry || shapes.Scalar(keyEntry.Value) is not { } key)
        {
            shapes.Missing(mapping, "key", AFile);
            return [];
        }

        return Keyed(value.AsList, key, path);
    }

    private List<KeyValuePair<string, Value>> Keyed(ListValue list, YamlScalar key, YamlScalar path)
    {
        var entities = new List<KeyValuePair<string, Value>>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Kind != ValueKind.Map || !list[i].AsMap.TryGet(key.Text, out var name))
            {
                Unreadable(path, new($"entity {i} has no '{key.Text}'", $"a entidade {i} não tem '{key.Text}'"));
                break;
            }

            entities.Add(KeyValuePair.Create(ValueText.Write(name).AsText, list[i]));
        }

        return entities;
    }

    private KeyValuePair<string, Value>[] Unreadable(YamlScalar path, LocalizedText reason)
    {
        shapes.Diagnostics.Add(MockDiagnostics.StateFile(shapes.Source, path.Span, path.Text, reason));
        return [];
    }

    private string Beside(string path)
    {
        var slash = shapes.Source.Path.LastIndexOf('/');
        return slash < 0 || path.StartsWith('/') ? path : shapes.Source.Path[..(slash + 1)] + path;
    }
}
