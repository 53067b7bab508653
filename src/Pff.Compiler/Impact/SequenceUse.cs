using System.Collections.Immutable;
using Pff.Compiler.Lowering;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Impact;

/// <summary>A field that an expression reads.</summary>
/// <param name="IsOptional">Whether the declaration allows it to be missing.</param>
/// <param name="Type">As a person writes it.</param>
internal sealed record FieldRead(string Owner, string Field, bool IsOptional, string Type);

/// <summary>What a sequence does with APIs, by the places in the manifest where it does.</summary>
/// <param name="Calls">By the step, and whether it is the call that undoes it.</param>
internal sealed record SequenceUse(
    IrSequence Sequence,
    ImmutableDictionary<(TextSpan Step, int Number), MethodDescriptor> Calls,
    ImmutableDictionary<TextSpan, int> Loops,
    ImmutableDictionary<TextSpan, FieldRead> Reads)
{
    public static SequenceUse Of(IrSequence sequence)
    {
        var calls = ImmutableDictionary.CreateBuilder<(TextSpan Step, int Number), MethodDescriptor>();
        var loops = ImmutableDictionary.CreateBuilder<TextSpan, int>();
        var reads = ImmutableDictionary.CreateBuilder<TextSpan, FieldRead>();
        foreach (var step in IrSteps.All(sequence.Steps))
        {
            if (step is IrCallMethod call)
            {
                foreach (var (method, number) in call.Methods.Select((m, i) => (m, i)))
                {
                    calls[(call.Span, number)] = method;
                }
            }
            else if (step is IrForEach loop)
            {
                loops[loop.Span] = loop.AtMost;
            }

            foreach (var expression in ExpressionsOf(step))
            {
                new ReadCollector(reads).Rewrite(expression);
            }
        }

        return new SequenceUse(sequence, calls.ToImmutable(), loops.ToImmutable(), reads.ToImmutable());
    }

    /// <summary>The operation as <c>GET /customers/{id}</c>.</summary>
    public static string OperationOf(MethodDescriptor method) =>
        $"{method.Verb} {string.Concat(method.Path.Select(s => s.Literal ?? $"{{{method.Parameters[s.Parameter].WireName}}}"))}";

    private static IEnumerable<IrExpression> ExpressionsOf(IrStep step) => step switch
    {
        IrCallMethod call => call.Arguments.Concat(call.Undo?.Arguments ?? []).Select(a => a.Value),
        IrCallSequence call => call.Arguments.Select(a => a.Value),
        IrCondition condition => [condition.Condition],
        IrForEach loop => [loop.List],
        IrRetry { Until: { } until } => [until],
        IrAssign assign => [assign.Value],
        IrAssert assert => [assert.Condition, assert.Message],
        IrSkip skip => [skip.Reason],
        IrFail fail => [fail.Message],
        IrReturn result => result.Columns.Select(c => c.Value),
        _ => [],
    };

    private sealed class ReadCollector(ImmutableDictionary<TextSpan, FieldRead>.Builder reads) : IrRewriter
    {
        protected override IrExpression Visit(IrExpression expression)
        {
            var (operand, name) = expression switch
            {
                IrSelect select => (select.Operand, select.Name),
                IrSafeSelect select => (select.Operand, select.Name),
                IrOptionalSelect select => (select.Operand, select.Name),
                IrHas has => (has.Operand, has.Name),
                _ => (null, string.Empty),
            };
            if (operand is not null && Core(operand.Type) is ObjectType owner && owner.Find(name) is { } field)
            {
                reads[expression.Span] = new FieldRead(owner.Name, name, !field.IsRequired, field.Type.ToString());
            }

            return expression;
        }

        private static PffType Core(PffType type) => type switch
        {
            NullableType nullable => Core(nullable.Inner),
            OptionalType optional => Core(optional.Inner),
            _ => type,
        };
    }
}
