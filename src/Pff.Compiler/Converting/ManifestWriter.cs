using System.Collections.Immutable;
using System.Globalization;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Importing;
using Pff.Compiler.Importing.Writing;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Modules;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Converting;

/// <summary>
/// A module as a manifest. What only a module can say (types, functions, rules, methods, sequences that take what no row
/// has) stays in a module beside it, which the manifest uses.
/// </summary>
internal sealed class ManifestWriter
{
    private readonly Conversion _conversion;
    private readonly BoundProgram _bound;
    private readonly BoundModule _root;
    private readonly ConversionPlaces _places;
    private readonly DiagnosticBag _diagnostics;
    private readonly RemainingModule _rest;
    private readonly CarriedComments _comments;
    private readonly CommentedSource _testComments;

    private ManifestWriter(Conversion conversion, DiagnosticBag diagnostics)
    {
        (_conversion, _bound, _places, _diagnostics) = (conversion, conversion.Bound, conversion.Places, diagnostics);
        _root = _bound.Modules.Modules[^1];
        _rest = new RemainingModule(_root, [.. _bound.Entries.Select(e => e.Syntax.Name.Text)]);

        // What is about a declaration that stays, or about a test, goes where it goes.
        var tests = _root.Module.Syntax.Declarations.OfType<TestDeclarationSyntax>().Select(_rest.WithComments).ToList();
        bool IsInOne(SourceComment comment, IEnumerable<TextSpan> places) => places.Any(p => p.Start <= comment.Span.Start && comment.Span.Start < p.End);
        var comments = ModuleComments.Read(Source);
        _testComments = conversion.Carried(comments, c => IsInOne(c, tests));
        var starts = _root.Module.Syntax.Declarations.OfType<SequenceDeclarationSyntax>().ToDictionary(d => d.Name.Span.Start, d => d.Span.Start);
        _comments = new CarriedComments(
            conversion.Carried(comments, c => !IsInOne(c, _rest.Places.Concat(tests))),
            _bound.Entries.SelectMany(e => ModuleWriter.AnchorsOf(e.Syntax)).Select(a => starts.GetValueOrDefault(a, a)));
    }

    private SourceText Source => _root.Module.Syntax.Source;

    /// <summary>
    /// The manifest, the module of what remains and the file of the tests; nothing where something cannot be converted, which is
    /// then reported.
    /// </summary>
    public static ImmutableArray<GeneratedFile> Write(Conversion conversion, DiagnosticBag diagnostics)
    {
        var places = conversion.Places;
        var writer = new ManifestWriter(conversion, diagnostics);
        writer.CheckConvertible();
        if (diagnostics.HasErrors)
        {
            return [];
        }

        var library = places.Beside(".lib.pff");
        var rest = writer._rest.IsEmpty ? null : writer._rest.Write(library, places);
        var text = YamlWriter.Write(writer.Manifest(rest is null ? null : library), [.. writer._comments.Top]).Text;
        var manifest = new GeneratedFile(places.Output, Formatting.YamlFormatter.Format(new SourceText(places.Output, text)).Text ?? text);
        return
        [
            manifest,
            .. rest is null ? [] : new[] { new GeneratedFile(library, rest) },
            .. conversion.Tests.IsEmpty ? [] : new[] { ManifestTestWriter.Write(conversion.Tests, writer._root.Module.Syntax, writer._testComments, places) },
        ];
    }

    private void CheckConvertible()
    {
        foreach (var use in _root.Module.Syntax.UsedApis.Where(u => PathOf(u) is null))
        {
            Refuse(
                use.Span,
                new($"The API '{use.Name.Text}'", $"A API '{use.Name.Text}'"),
                new("a manifest uses catalogues, not documents; 'pffc import openapi' makes one", "um manifesto usa catálogos, não documentos; 'pffc import openapi' faz um"));
        }

        var moved = _bound.Entries.Select(e => e.Syntax.Name.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var (sequence, call) in _root.Sequences.Except(_bound.Entries).SelectMany(s => s.Syntax.AllSteps.OfType<InvokeStepSyntax>().Select(c => (s, c))))
        {
            if (sequence.Unit.Methods.Find(call.Invoke.Callee.Text).IsEmpty && moved.Contains(call.Invoke.Callee.Text))
            {
                Refuse(
                    call.Invoke.Callee.Span,
                    new($"The sequence '{sequence.Syntax.Name.Text}'", $"A sequência '{sequence.Syntax.Name.Text}'"),
                    new($"it takes what no row has, so it stays in a module, and calls '{call.Invoke.Callee.Text}', which does not", $"ela recebe o que nenhuma linha tem, então fica em um módulo, e chama '{call.Invoke.Callee.Text}', que não fica"));
            }
        }
    }

    /// <summary>The catalogue of an API, as the output calls it; null where it is made of a document.</summary>
    private string? PathOf(UseApiSyntax use) =>
        _bound.Modules.Catalogues.FirstOrDefault(c => c.Api.Name == use.Name.Text)?.Sources[0].Path is { } path && !path.Contains('#', StringComparison.Ordinal)
            ? _places.Moved(path)
            : null;

    private WrittenMap Manifest(string? library)
    {
        var name = _root.Module.Syntax.Name?.Text ?? SourcePaths.NameOf(_places.Input);
        var isNamed = _root.Module.Syntax.Name is not null || name != SourcePaths.NameOf(_places.Output);
        ImmutableArray<string> uses =
        [
            .. _root.Module.Syntax.UsedApis.Select(PathOf).OfType<string>(),
            .. _root.Module.Syntax.UsedModules.Select(m => _places.Moved(m.Path.Text)),
            .. library is null ? Array.Empty<string>() : [SourcePaths.RelativeTo(_places.OutputFolder, library)],
        ];
        var sequences = new WrittenMap([.. _bound.Entries.Select(Sequence)]);
        return WrittenNode.Map(
            ("version", WrittenNode.Of("1.0")),
            ("metadata", isNamed ? WrittenNode.Map(("name", WrittenNode.Of(name))) : null),
            ("uses", uses.IsEmpty ? null : new WrittenList([.. uses.Select(WrittenNode.Of)])),
            ("sequences", sequences));
    }

    private WrittenEntry Sequence(BoundSequence bound)
    {
        var sequence = bound.Syntax;
        var names = sequence.AllSteps.SelectMany(s => s.OwnNames).Select(n => n.Text)
            .Concat(sequence.RowName is { } row ? [row.Text] : (sequence.Inputs ?? []).Select(i => i.Name.Text))
            .Append("error").Append("result").Append(Typing.Typer.NowName)
            .Concat(Typing.Typer.TypeValueNames);
        var values = new ManifestValues(Source, sequence.RowName?.Text, names.ToImmutableHashSet(StringComparer.Ordinal), []);
        var steps = new ManifestSteps(bound.Unit, _comments, values);
        var written = WrittenNode.Map(
            ("inputs", new WrittenMap([.. (sequence.Inputs ?? []).Select(Input)])),
            ("budget", sequence.Budget is { } budget ? Budget(budget) : null),
            ("steps", steps.Write(sequence.Steps)),
            ("on_error", sequence.Handlers.IsEmpty ? null : steps.Write(sequence.Handlers)));
        var start = _root.Module.Syntax.Declarations.OfType<SequenceDeclarationSyntax>().First(d => d.Name.Span == sequence.Name.Span).Span.Start;
        return new WrittenEntry(sequence.Name.Text, written) { Comments = [.. _comments.Before(start)] };
    }

    private static WrittenMap Budget(BudgetSyntax budget) => WrittenNode.Map(
        ("reads", Limit(budget.Reads)),
        ("writes", Limit(budget.Writes)),
        ("attempts", Limit(budget.Attempts)),
        ("time", budget.TimeMs is { } time ? WrittenNode.Of(ModuleText.Time(time)) : null));

    private static WrittenLiteral? Limit(BudgetLimitSyntax? limit) =>
        limit is null ? null : new WrittenLiteral(limit.Most.ToString(CultureInfo.InvariantCulture));

    private WrittenEntry Input(InputSyntax input)
    {
        var type = input.Type switch
        {
            InputType.Text => "text",
            InputType.Bool => "bool",
            InputType.Int => "int",
            InputType.Double => "double",
            InputType.Decimal => "decimal",
            InputType.Timestamp => "timestamp",
            InputType.Duration => "duration",
            _ => "any",
        };
        if (input.DeclaredType is EnumType { IsOpen: true })
        {
            Refuse(
                input.Name.Span,
                new($"The input '{input.Name.Text}'", $"A entrada '{input.Name.Text}'"),
                new("a manifest has no input of an open enum", "um manifesto não tem entrada de um enum aberto"));
        }

        var settings = WrittenNode.Map(
        [
            ("type", WrittenNode.Of(type)),
            ("required", input is { IsRequired: false, Default: null } ? WrittenLiteral.Of(false) : null),
            ("column", input.Column is { } column ? WrittenNode.Of(column) : null),
            ("secret", input.IsSecret ? WrittenLiteral.Of(true) : null),
            ("enum", input.AllowedValues.IsEmpty ? null : new WrittenList([.. input.AllowedValues.Select(WrittenNode.Of)])),
            .. ConstraintWords.Written(input.Constraint ?? new()).Select(c => (c.Word, (WrittenNode?)(c.Text is not null
                ? WrittenNode.Of(c.Text)
                : new WrittenLiteral(c.Number!.Value.ToString(CultureInfo.InvariantCulture))))),
            ("default", input.Default is { } fallback ? WrittenNode.Of(fallback) : null),
        ]);
        return new WrittenEntry(input.Name.Text, settings.Entries.Length == 1 ? settings.Entries[0].Value : settings);
    }

    private void Refuse(TextSpan span, LocalizedText what, LocalizedText why) =>
        _diagnostics.Add(CompilerDiagnostics.NotConvertible(Source, span, what, why));
}
