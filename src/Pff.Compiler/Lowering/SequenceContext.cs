using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>What the steps of one sequence share while they are lowered.</summary>
internal sealed class SequenceContext(
    ProgramContext program, BoundSequence sequence, DeclaredNames declared, TemplateCache templates, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<int> _read = [];
    private readonly List<int> _reads = [];
    private readonly List<ReturnedColumns> _returns = [];

    public ProgramContext Program { get; } = program;

    public SequenceSyntax Sequence { get; } = sequence.Syntax;

    /// <summary>What the names in its steps mean.</summary>
    public UnitScope Unit { get; } = sequence.Unit;

    public DeclaredNames Declared { get; } = declared;

    public TemplateCache Templates { get; } = templates;

    public SourceText Source => Sequence.Source;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public int SlotCount { get; private set; }

    /// <summary>See <see cref="LoweredSequence.CallDepth"/>.</summary>
    public int CallDepth { get; private set; } = 1;

    /// <summary>How many handlers are around the place that is being lowered.</summary>
    public int HandlerDepth { get; set; }

    /// <summary>How many parallel branches are around it.</summary>
    public int BranchDepth { get; set; }

    /// <summary>The keyword of a step that concerns the whole row, so that no parallel branch may come to it; null where there is none.</summary>
    public string? RowStep { get; private set; }

    /// <summary>The slots that expressions have read so far, in the order in which they were lowered.</summary>
    public IReadOnlyList<int> Reads => _reads;

    /// <summary>What the <c>return</c> steps met so far give.</summary>
    public IReadOnlyList<ReturnedColumns> Returns => _returns;

    public void Report(Diagnostic diagnostic) => Diagnostics.Add(diagnostic);

    /// <summary>The slot of a name: a name that is given on several ways has one.</summary>
    public int SlotOf(string name)
    {
        if (!_slots.TryGetValue(name, out var slot))
        {
            slot = NewSlot();
            _slots.Add(name, slot);
        }

        return slot;
    }

    /// <summary>A slot that shares its name with others: that of <c>error</c> in one handler.</summary>
    public int NewSlot() => SlotCount++;

    public void MarkRead(int slot)
    {
        _read.Add(slot);
        _reads.Add(slot);
    }

    public bool IsRead(int slot) => _read.Contains(slot);

    public void AddCall(LoweredSequence callee) => CallDepth = Math.Max(CallDepth, callee.CallDepth + 1);

    /// <summary>A step that ends or undoes the row, here or in a sequence that is called.</summary>
    public void AddRowStep(string keyword, TextSpan span)
    {
        RefuseInBranch(keyword, span);
        RowStep ??= keyword;
    }

    public void RefuseInBranch(string keyword, TextSpan span)
    {
        if (BranchDepth > 0)
        {
            Report(CompilerDiagnostics.NotInBranch(Source, span, keyword));
        }
    }

    public void AddReturn(ReturnedColumns columns) => _returns.Add(columns);

    /// <summary>How an expression at a place is checked.</summary>
    public CheckSettings SettingsAt(TextSpan place, Flow flow) => new()
    {
        IsStrict = Program.IsStrict,
        NotesDyn = true,
        RowName = Sequence.RowName?.Text,
        Functions = Unit.Functions,
        LaterNames = Declared.After(place.Start),
        Facts = flow.Facts,
    };

    /// <summary>Gives a name to something, or reports that it is taken.</summary>
    public Flow Declare(Flow flow, ManifestName name, PffType type)
    {
        if (flow.Names.TryGetValue(name.Text, out var known) && !flow.MaySaveAgain(known))
        {
            Report(CompilerDiagnostics.NameTaken(Source, name.Span, name.Text, known.Span));
        }

        return flow.With(new SavedName(name.Text, type, SlotOf(name.Text), name.Span, IsCertain: true, flow.LoopDepth));
    }
}

/// <summary>The columns of one <c>return</c>, with their types.</summary>
internal sealed record ReturnedColumns(ImmutableArray<(string Name, PffType Type)> Columns);
