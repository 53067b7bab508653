using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Catalogs;
using Pff.Compiler.Lowering.Steps;
using Pff.Compiler.Manifest;
using Pff.Compiler.Manifest.Steps;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Compiler.Lowering;

/// <summary>What all sequences of a program share while they are lowered. Sequences are known by their program names.</summary>
internal sealed class ProgramContext
{
    public const int MaximumCallDepth = 32;

    /// <summary>So many mistakes help nobody, and each one costs a search for what was meant.</summary>
    private const int MaximumDiagnostics = 500;

    private readonly Dictionary<string, BoundSequence> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoweredSequence> _lowered = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodSymbol, EffectRules> _rules = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _inProgress = [];
    private readonly DiagnosticTotal _total = new();
    private readonly CancellationToken _cancellation;

    public ProgramContext(
        ImmutableArray<BoundSequence> sequences, bool isStrict, DiagnosticBag diagnostics, CancellationToken cancellation)
        : this(isStrict, diagnostics, cancellation)
    {
        foreach (var sequence in sequences)
        {
            _sequences.TryAdd(sequence.ProgramName, sequence);
        }

        var steps = sequences.SelectMany(s => s.Syntax.AllSteps.Select(step => (s.Unit, Step: step))).ToList();
        FailureCodes = Sorted([.. steps.Select(s => s.Step.OwnCode?.Text).OfType<string>(), FailureCode.OfAssert, FailureCode.OfFail]);
        Called = [.. steps.Select(s => SequenceOutline.CalleeOf(s.Step) is { } name ? s.Unit.FindSequence(name)?.ProgramName : null).OfType<string>()];
    }

    /// <summary>For sequences that are lowered elsewhere and made <see cref="Know">known</see>.</summary>
    /// <param name="called">Those that another one calls.</param>
    public ProgramContext(
        ImmutableArray<SequenceOutline> outlines,
        ImmutableHashSet<string> called,
        bool isStrict,
        DiagnosticBag diagnostics,
        CancellationToken cancellation)
        : this(isStrict, diagnostics, cancellation)
    {
        FailureCodes = Sorted([.. outlines.SelectMany(o => o.FailureCodes), FailureCode.OfAssert, FailureCode.OfFail]);
        Called = called;
    }

    private ProgramContext(bool isStrict, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        IsStrict = isStrict;
        Diagnostics = diagnostics;
        _cancellation = cancellation;
        Count(diagnostics.Items);
        FailureNames = Sorted([.. Enum.GetValues<FailureKind>().Select(FailureKinds.NameOf), FailureKinds.Any]);
    }

    /// <summary>In an order of their own, because messages list them.</summary>
    private static ImmutableSortedSet<string> Sorted(IEnumerable<string> names) => names.ToImmutableSortedSet(StringComparer.Ordinal);

    public bool IsStrict { get; }

    public DiagnosticBag Diagnostics { get; }

    /// <summary>The codes with which an <c>assert</c> or <c>fail</c> of the program may end a row.</summary>
    public ImmutableSortedSet<string> FailureCodes { get; } = ImmutableSortedSet<string>.Empty;

    /// <summary>The kinds of failure that PFF itself has.</summary>
    public ImmutableSortedSet<string> FailureNames { get; }

    /// <summary>The sequences that another one calls.</summary>
    public ImmutableHashSet<string> Called { get; } = [];

    /// <summary>The sequences that are being lowered, from the first to the one with this name: a cycle where it is among them.</summary>
    public ImmutableArray<string> CycleTo(string name) =>
        _inProgress.IndexOf(name) is var start and >= 0 ? [.. _inProgress.Skip(start), name] : [];

    public bool IsTooDeep => _inProgress.Count >= MaximumCallDepth;

    /// <summary>Whether enough is wrong already to say no more.</summary>
    public bool HasSaidEnough =>
        (_total.HasErrors || Diagnostics.HasErrors) && Math.Max(_total.All, Diagnostics.Count) >= MaximumDiagnostics;

    /// <summary>A sequence that exists and is not being lowered just now.</summary>
    public LoweredSequence Lower(string name)
    {
        if (!_lowered.TryGetValue(name, out var lowered))
        {
            _cancellation.ThrowIfCancellationRequested();
            _inProgress.Add(name);
            var diagnostics = NewBag();
            lowered = SequenceLowering.Lower(_sequences[name], this, diagnostics);
            Diagnostics.AddRange(diagnostics.Items);
            _inProgress.RemoveAt(_inProgress.Count - 1);
            _lowered.Add(name, lowered);
        }

        return lowered;
    }

    /// <summary>Takes a sequence as it was lowered elsewhere.</summary>
    public void Know(string name, LoweredSequence lowered) => _lowered[name] = lowered;

    /// <summary>A bag for what is said of one sequence: it counts for <see cref="HasSaidEnough"/>.</summary>
    public DiagnosticBag NewBag() => new(_total);

    /// <summary>Counts what is said already, or was said of a sequence when it was lowered.</summary>
    public void Count(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            _total.Count(diagnostic);
        }
    }

    /// <summary>
    /// Finds out how each method is undone and settled, also of methods that nothing calls: a catalogue's mistakes are
    /// reported whoever uses it. Sequences may then be lowered side by side.
    /// </summary>
    public void FindEffectRules(MethodTable methods)
    {
        foreach (var method in methods.All.OrderBy(m => m.Span.Start))
        {
            EffectRulesOf(method, methods);
        }
    }

    /// <summary>What the catalogue says of a method's effect, as far as it says it rightly.</summary>
    /// <param name="methods">In which its rules look methods up: those that are visible where the method is.</param>
    public EffectRules EffectRulesOf(MethodSymbol method, MethodTable methods)
    {
        if (method is { Undo: null, SettledBy: null })
        {
            return EffectRules.None;
        }

        if (!_rules.TryGetValue(method, out var rules))
        {
            var place = new SequenceSyntax(method.Source, new ManifestName(method.Name, method.Span), null, [], [], method.Span);
            var bound = new BoundSequence(place, new UnitScope(methods, NoFunctions.Instance, null), method.Name);
            var diagnostics = NewBag();
            rules = EffectRules.Lower(
                method, () => new SequenceContext(this, bound, new DeclaredNames(place), new TemplateCache(), diagnostics));
            _rules.Add(method, rules);
            Diagnostics.AddRange(diagnostics.Items);
        }

        return rules;
    }

    public void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();
}
