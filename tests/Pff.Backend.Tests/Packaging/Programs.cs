using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Packaging;

/// <summary>A small program with every kind of step.</summary>
internal static class Programs
{
    public const string Manifest = "sequences:\n  fix:\n    - method: get\n      args: { id: \"{{id}}\" }\n";

    public static IrProgram All { get; } = Make();

    private static IrProgram Make()
    {
        var source = new SourceText("manifest.yaml", Manifest);
        var read = new MethodDescriptor { Name = "get", Api = "crm", Verb = "GET", Path = [new("/c/", -1), new(null, 0)] };
        var write = new MethodDescriptor { Name = "put", Api = "crm", Verb = "PUT", Path = [new("/c", -1)], Effect = Effect.Write };
        var id = source.Content.IndexOf("{{id}}", StringComparison.Ordinal) + 2;
        var text = Constant(Value.Of("text"), PffType.Text);
        var yes = Constant(Value.True, PffType.Bool);
        var argument = new IrArgument(0, new IrSlot(0, "id", PffType.Text, new TextSpan(id, 2)));
        ImmutableArray<IrStep> steps =
        [
            new IrCallMethod("1", read, [argument], 1, Projection.Everything, Line(3)),
            new IrCallMethod("2", read, [argument], 1, null, Line(3)),
            new IrCondition("3", yes, [new IrCallSequence("3.1", "other", [argument], 2, Line(4))], [new IrSkip("3.else.1", text, Line(4))], Line(3)),
            new IrForEach("4", new IrSlot(1, "xs", PffType.Dyn, Line(2)), 3, -1, 5, [new IrAssign("4.1", 4, text, Line(4))], Line(3)),
            new IrTry(
                "5", [new IrAssert("5.1", yes, "CODE", text, Line(4))],
                [new IrHandler(["any"], 5, [new IrFail("5.any.1", "BAD", text, Line(4))])], Line(3)),
            new IrParallel("7", [[new IrAssign("7.1.1", 4, text, Line(4))], [new IrCallMethod("7.2.1", write, [], -1, null, Line(4))]], Line(3)),
            new IrRetry("8", [new IrAssign("8.1", 4, text, Line(4))], new RetryRule(3, 500, 2, ["conflict"]), yes, Line(3)),
            new IrTry(
                "9", [new IrCallMethod("9", write, [], -1, null, Line(3)) { Undo = new IrUndoCall(write, []) }],
                [new IrHandler(["any"], -1, [new IrUndo("9.any", Line(4))])], Line(3)),
            new IrReturn("6", [new IrColumn("id", text)], Line(4)),
        ];
        return new IrProgram
        {
            Name = "Fix",
            Sequences =
            [
                new IrSequence
                {
                    Name = "fix", Source = source, Span = Line(2), SlotCount = 6, Steps = steps, Columns = ["id"],
                    Inputs = [new InputPlan("id", "id", 0, InputType.Text, true) { AllowedValues = ["a"], Constraint = new ValueConstraint { Pattern = "^a", MatchesWhole = true, MaximumLength = 3, Minimum = 0.5m } }],
                },
                new IrSequence { Name = "other", Source = source, Span = Line(2), SlotCount = 1, Steps = [new IrCallMethod("1", write, [], -1, null, Line(3))] },
                new IrSequence { Name = "reader", Source = source, Span = Line(2), SlotCount = 1, Steps = [new IrSkip("1", text, Line(3))] },
            ],
            Apis = [new ApiDescriptor { Name = "crm", Hosts = ["http://localhost"], Auth = new BearerAuth(new SecretSource("TOKEN", null)) }],
            Sources = [new SourceFile("manifest.yaml", new string('a', 64)), new SourceFile("apis/crm.yaml", new string('b', 64))],
        };

        TextSpan Line(int line) => new(source.GetOffset(line - 1, 0), 1);
    }

    private static IrConstant Constant(Value value, PffType type) => new(value, type, new TextSpan(0, 1));
}
