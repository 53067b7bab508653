using System.Collections.Immutable;
using System.Text;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Formatting;
using Pff.Compiler.Importing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Modules;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;
using Pff.Core.Text;

namespace Pff.Compiler.Converting;

/// <summary>A manifest as a module: what it uses, the types of its inputs, its sequences.</summary>
internal sealed class ModuleWriter
{
    private readonly Conversion _conversion;
    private readonly ManifestSyntax _manifest;
    private readonly BoundProgram _bound;
    private readonly ConversionPlaces _places;
    private readonly DiagnosticBag _diagnostics;
    private readonly YamlMapping? _root;
    private readonly CarriedComments _comments;
    private readonly StringBuilder _text = new();

    private ModuleWriter(Conversion conversion, DiagnosticBag diagnostics)
    {
        (_conversion, _diagnostics) = (conversion, diagnostics);
        (_manifest, _bound, _places) = (conversion.Bound.Manifest!, conversion.Bound, conversion.Places);
        var document = YamlReader.Read(_manifest.Source, new DiagnosticBag());
        _root = document.Root as YamlMapping;
        var comments = YamlComments.Find(document);
        var hasTests = conversion.Tests.Files.Any(f => f.Document?.Source.Path == _manifest.Source.Path);
        var tests = hasTests ? TestPlaces.SectionOf(document, comments) : default;
        _comments = new CarriedComments(
            conversion.Carried(new CommentedSource(_manifest.Source, comments, IsComplete: true), c => c.Span.Start < tests.Start || c.Span.Start >= tests.End),
            _manifest.Sequences.SelectMany(AnchorsOf));
    }

    /// <summary>The module; none where something in the manifest cannot be said in one, which is then reported.</summary>
    public static ImmutableArray<GeneratedFile> Write(Conversion conversion, IFileSource files, DiagnosticBag diagnostics)
    {
        var writer = new ModuleWriter(conversion, diagnostics);
        writer.WriteAll(files);
        var source = new SourceText(conversion.Places.Output, writer._text.ToString());
        return diagnostics.HasErrors ? [] : [new GeneratedFile(source.Path, ModuleFormatter.Format(source).Text ?? source.Content)];
    }

    public static IEnumerable<int> AnchorsOf(SequenceSyntax sequence) =>
    [
        sequence.Name.Span.Start,
        .. sequence.AllSteps.Select(s => s.Span.Start),
        .. sequence.Handlers.Concat(sequence.AllSteps.SelectMany(s => s.Clauses.Handlers)).Select(h => h.Kind.Span.Start),
    ];

    private void WriteAll(IFileSource files)
    {
        WriteRemarks(_comments.Top);
        WriteMetadata();
        _text.Append("language 1\n");
        var file = SourcePaths.NameOf(_places.Input);
        if ((_manifest.Name ?? (file == SourcePaths.NameOf(_places.Output) ? null : file)) is { } name)
        {
            _text.Append("name ").Append(ModuleText.Quote(name)).Append('\n');
        }

        WriteUses(files);
        var sequences = new StringBuilder();
        var inputs = new InputDeclarations(_bound.Modules.Modules.SelectMany(m => m.Types.Select(t => t.Name).Concat(m.Tables.Keys)));
        foreach (var sequence in _bound.Entries)
        {
            WriteSequence(sequence, inputs, sequences);
        }

        foreach (var declaration in inputs.Declarations)
        {
            _text.Append(declaration).Append('\n');
        }

        _text.Append(sequences);
        foreach (var tests in _conversion.Tests.Files)
        {
            ModuleTestWriter.Write(tests, tests.Document?.Source.Path == _manifest.Source.Path, _text, _places, _bound.Entries[0].Syntax.Name.Text);
        }
    }

    private void WriteUses(IFileSource files)
    {
        var named = (_manifest.Uses ?? []).Where(u => !u.Text.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase)).Select(u => SourcePaths.Combine(_places.Folder, u.Text));
        var own = named.ToList();
        foreach (var path in own.Count > 0 ? own : [.. CatalogueLoader.Find(_places.Folder, files)])
        {
            var relative = SourcePaths.RelativeTo(_places.Folder, path);
            if (_bound.Modules.Catalogues.FirstOrDefault(c => c.Sources[0].Path == relative)?.Api.Name is not { } api)
            {
                continue;
            }

            if (ModuleText.IsName(api))
            {
                var written = SourcePaths.RelativeTo(_places.OutputFolder, path);
                _text.Append("use api ").Append(api).Append(written == $"apis/{api}.yaml" ? string.Empty : " from " + ModuleText.Quote(written)).Append('\n');
            }
            else if (own.Count > 0 || _bound.Entries.Any(e => e.Syntax.AllSteps.OfType<Manifest.Steps.MethodStepSyntax>().Any(m => e.Unit.Methods.Find(m.Method.Text).Any(s => s.Descriptor.Api == api))))
            {
                Refuse(
                    new TextSpan(0, 0),
                    new($"The API '{api}'", $"A API '{api}'"),
                    new("a module calls an API by one word of letters, digits and _", "um módulo chama uma API por uma só palavra de letras, dígitos e _"));
            }
        }

        foreach (var use in (_manifest.Uses ?? []).Where(u => u.Text.EndsWith(ModuleLoader.Extension, StringComparison.OrdinalIgnoreCase)))
        {
            var path = SourcePaths.RelativeTo(_places.OutputFolder, SourcePaths.Combine(_places.Folder, use.Text));
            _text.Append("use ").Append(ModuleText.Quote(path)).Append('\n');
        }
    }

    /// <summary>Metadata but the name are for people, and so are comments.</summary>
    private void WriteMetadata()
    {
        foreach (var entry in (_root?.Find("metadata")?.Value as YamlMapping)?.Entries.Where(e => e.Key.Text != "name") ?? [])
        {
            var value = entry.Value is YamlScalar scalar ? scalar.Text : _manifest.Source.GetText(entry.Value.Span);
            WriteRemarks([$"{entry.Key.Text}: {value}"]);
        }
    }

    private void WriteSequence(Binding.BoundSequence bound, InputDeclarations inputs, StringBuilder sequences)
    {
        var sequence = bound.Syntax;
        if (!ModuleText.IsName(sequence.Name.Text))
        {
            Refuse(
                sequence.Name.Span,
                new($"The sequence '{sequence.Name.Text}'", $"A sequência '{sequence.Name.Text}'"),
                new("its name is no word of letters, digits and _", "seu nome não é uma palavra de letras, dígitos e _"));
            return;
        }

        foreach (var input in _bound.InputsOf(bound).Where(i => i.Plan is { Constraint: not null, AllowedValues.IsEmpty: false }))
        {
            Refuse(
                sequence.Name.Span,
                new($"The input '{input.Name}'", $"A entrada '{input.Name}'"),
                new("it has both allowed values and a pattern, and a module's type has one of them", "ela tem valores permitidos e também um padrão, e o tipo de um módulo tem um deles"));
        }

        var entry = (_root?.Find("sequences")?.Value as YamlMapping)?.Find(sequence.Name.Text)?.Value as YamlMapping;
        var remarks = _comments.Before(sequence.Name.Span.Start)
            .Concat(entry?.Find("description") is { Value: YamlScalar described } ? [described.Text] : [])
            .Concat(DescribedInputs(entry).Concat(DescribedInputs(_root)));
        WriteRemarks(remarks, sequences);
        var isInferred = sequence.Inputs is null && _manifest.Inputs is null;
        sequences.Append("sequence ").Append(sequence.Name.Text).Append('(')
            .AppendJoin(", ", _bound.InputsOf(bound).Select(i => inputs.Parameter(i, isInferred))).Append(')')
            .Append(BudgetOf(sequence.Budget)).Append(" {\n");
        var steps = new ModuleSteps(sequences, bound.Unit, _comments, sequence, _bound.InputsOf);
        steps.WriteBody(sequence);
        sequences.Append("}\n");
    }

    private static IEnumerable<string> DescribedInputs(YamlMapping? owner) =>
        from input in (owner?.Find("inputs")?.Value as YamlMapping)?.Entries ?? []
        where input.Value is YamlMapping
        let description = ((YamlMapping)input.Value).Find("description")?.Value as YamlScalar
        where description is not null
        select $"{input.Key.Text}: {description.Text}";

    private static string BudgetOf(BudgetSyntax? budget)
    {
        if (budget is null)
        {
            return string.Empty;
        }

        var limits = new[] { ("reads", budget.Reads?.Most), ("writes", budget.Writes?.Most), ("attempts", budget.Attempts?.Most) }
            .Where(l => l.Item2 is not null)
            .Select(l => $"{l.Item1} <= {l.Item2}")
            .Concat(budget.TimeMs is { } time ? [$"time <= {ModuleText.Time(time)}"] : []);
        return string.Join(", ", limits) is { Length: > 0 } written ? " budget " + written : string.Empty;
    }

    private void WriteRemarks(IEnumerable<string> remarks, StringBuilder? text = null)
    {
        foreach (var line in remarks.SelectMany(r => r.TrimEnd().ReplaceLineEndings("\n").Split('\n')))
        {
            (text ?? _text).Append(ModuleText.Remark(line)).Append('\n');
        }
    }

    private void Refuse(TextSpan span, LocalizedText what, LocalizedText why) =>
        _diagnostics.Add(CompilerDiagnostics.NotConvertible(_manifest.Source, span, what, why));
}
