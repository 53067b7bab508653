using System.Collections.Immutable;
using Pff.Compiler.Typing;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Lowering;

/// <summary>
/// Finds which parts of each saved result a program reads, so that only those are decoded: paths, also through loop
/// variables, variables and new lists; what is passed on is kept as bytes; whatever else may happen to a value needs all
/// of it. The answer is never less than what is read.
/// </summary>
public static class ProjectionAnalysis
{
    /// <summary>Sets the projections of a program's method calls.</summary>
    /// <param name="sequences">All sequences of one program.</param>
    /// <param name="resultType">The type of a method's successful response.</param>
    /// <returns>The sequences with the projection of each method call; null where its result is not read.</returns>
    public static ImmutableArray<IrSequence> Apply(ImmutableArray<IrSequence> sequences, Func<MethodDescriptor, PffType> resultType)
    {
        var called = sequences.SelectMany(s => IrSteps.All(s.Steps)).OfType<IrCallSequence>().Select(c => c.Sequence).ToHashSet(StringComparer.Ordinal);
        return [.. sequences.Select(s => new SequenceReads(s, called.Contains(s.Name), resultType).Apply())];
    }

    /// <summary>What decodes all of a response of a type; what <see cref="Apply"/> gives is this or less.</summary>
    public static Projection Whole(PffType type) => ProjectionBuilder.Whole(type);

    /// <summary>One sequence. Slots are taken without regard to order, and steps are gone over until nothing new is found.</summary>
    private sealed class SequenceReads(IrSequence sequence, bool isCalled, Func<MethodDescriptor, PffType> resultType)
    {
        private readonly Origin[] _slots = [.. Enumerable.Repeat(Origin.Nowhere, Math.Max(sequence.SlotCount, 0))];
        private readonly Dictionary<IrCallMethod, ReadNode> _results = new(ReferenceEqualityComparer.Instance);
        private readonly ReadChanges _changes = new();

        public IrSequence Apply()
        {
            int before;
            do
            {
                before = _changes.Count;
                Follow(sequence.Steps, new ExpressionReads(_slots));
            }
            while (_changes.Count != before);
            return sequence with { Steps = Rewrite(sequence.Steps) };
        }

        private void Follow(ImmutableArray<IrStep> steps, ExpressionReads reads)
        {
            foreach (var step in steps)
            {
                Follow(step, reads);
            }
        }

        private void Follow(IrStep step, ExpressionReads reads)
        {
            switch (step)
            {
                case IrCallMethod call:
                    FollowCall(call, reads);
                    break;
                case IrCondition condition:
                    reads.ReadWhole(condition.Condition);
                    Follow(condition.Then, reads);
                    Follow(condition.Else, reads);
                    break;
                case IrForEach loop:
                    FollowLoop(loop, reads);
                    break;
                case IrAssign assign:
                    Add(assign.Slot, reads.Follow(assign.Value));
                    break;
                case IrCallSequence call:
                    foreach (var argument in call.Arguments)
                    {
                        PassOn(argument.Value, reads, alsoReadWhole: true);
                    }

                    break;
                case IrTry attempt:
                    Follow(attempt.Steps, reads);
                    foreach (var handler in attempt.Handlers)
                    {
                        Follow(handler.Steps, reads);
                    }

                    break;
                case IrParallel parallel:
                    foreach (var branch in parallel.Branches)
                    {
                        Follow(branch, reads);
                    }

                    break;
                case IrRetry retry:
                    Follow(retry.Steps, reads);
                    if (retry.Until is { } until)
                    {
                        reads.ReadWhole(until);
                    }

                    break;
                default:
                    FollowLeaf(step, reads);
                    break;
            }
        }

        private void FollowLeaf(IrStep step, ExpressionReads reads)
        {
            switch (step)
            {
                case IrUndo:
                    break;
                case IrAssert assert:
                    reads.ReadWhole(assert.Condition);
                    reads.ReadWhole(assert.Message);
                    break;
                case IrSkip skip:
                    reads.ReadWhole(skip.Reason);
                    break;
                case IrFail fail:
                    reads.ReadWhole(fail.Message);
                    break;
                case IrReturn end:
                    foreach (var column in end.Columns)
                    {
                        // A caller may read any path of what it is given.
                        PassOn(column.Value, reads, alsoReadWhole: isCalled);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"no reads for {step.GetType().Name}");
            }
        }

        private void FollowCall(IrCallMethod call, ExpressionReads reads)
        {
            FollowArguments(call.Method, call.Arguments, reads);
            if (call.Undo is { } undo)
            {
                FollowArguments(undo.Method, undo.Arguments, reads);
            }

            if (call.SettledBy is { } readBack)
            {
                FollowCall(readBack.Read, reads);
                reads.ReadWhole(readBack.Condition);
            }

            if (call.ResultSlot >= 0)
            {
                if (!_results.TryGetValue(call, out var node))
                {
                    _results.Add(call, node = new ReadNode(resultType(call.Method), _changes));
                }

                Add(call.ResultSlot, Origin.Of(node));
            }
        }

        private static void FollowArguments(MethodDescriptor method, ImmutableArray<IrArgument> arguments, ExpressionReads reads)
        {
            foreach (var argument in arguments)
            {
                var isInBody = argument.Parameter >= 0 && argument.Parameter < method.Parameters.Length
                    && method.Parameters[argument.Parameter].Location is ParameterLocation.Body or ParameterLocation.BodyProperty;
                PassOn(argument.Value, reads, alsoReadWhole: !isInBody);
            }
        }

        private void FollowLoop(IrForEach loop, ExpressionReads reads)
        {
            var list = reads.Follow(loop.List);
            if (ReadNode.Unwrap(loop.List.Type) is ListType)
            {
                var element = list.Element();
                element.Touch();
                Add(loop.ItemSlot, element);
            }
            else
            {
                list.ReadWhole();
                Add(loop.ItemSlot, list.Elements ?? Origin.Nowhere);
            }

            Follow(loop.Steps, reads);
        }

        /// <summary>A scalar is read, as in every expression; anything else need only be kept as it came.</summary>
        private static void PassOn(IrExpression value, ExpressionReads reads, bool alsoReadWhole)
        {
            var origin = reads.Follow(value);
            origin.PassOn();
            if (alsoReadWhole)
            {
                origin.ReadWhole();
            }
        }

        private void Add(int slot, Origin origin)
        {
            if (slot >= 0 && slot < _slots.Length && !_slots[slot].Includes(origin))
            {
                _slots[slot] = _slots[slot].Or(origin);
                _changes.Count++;
            }
        }

        // A response without a body has nothing to decode, however often it is read.
        private Projection? ProjectionOf(IrCallMethod call) =>
            _results.TryGetValue(call, out var node) && node.IsTouched && node.Type is not PrimitiveType { Kind: PrimitiveKind.Null }
                ? ProjectionBuilder.Of(node) with { HoldsSecrets = AnswersSecrets(call.Method) }
                : null;

        private bool AnswersSecrets(MethodDescriptor method) => SecretTypes.PathTo(resultType(method)) is not null;

        /// <summary>Whatever of the answer is read, the whole of it may be kept.</summary>
        private IrCallMethod Marked(IrCallMethod call) => call with
        {
            Method = AnswersSecrets(call.Method) ? call.Method with { AnswersSecrets = true } : call.Method,
            Projection = ProjectionOf(call),
        };

        private ImmutableArray<IrStep> Rewrite(ImmutableArray<IrStep> steps) => [.. steps.Select(Rewrite)];

        private IrStep Rewrite(IrStep step) => step switch
        {
            IrCallMethod call => Marked(call) with
            {
                SettledBy = call.SettledBy is { } readBack ? readBack with { Read = Marked(readBack.Read) } : null,
            },
            IrCondition condition => condition with { Then = Rewrite(condition.Then), Else = Rewrite(condition.Else) },
            IrForEach loop => loop with { Steps = Rewrite(loop.Steps) },
            IrParallel parallel => parallel with { Branches = [.. parallel.Branches.Select(Rewrite)] },
            IrRetry retry => retry with { Steps = Rewrite(retry.Steps) },
            IrTry attempt => attempt with
            {
                Steps = Rewrite(attempt.Steps),
                Handlers = [.. attempt.Handlers.Select(h => h with { Steps = Rewrite(h.Steps) })],
            },
            _ => step,
        };
    }
}
