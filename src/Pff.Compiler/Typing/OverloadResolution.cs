using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>What a call was found to be.</summary>
internal sealed record ResolvedCall(Builtin Function, PffType Result);

/// <summary>
/// Chooses among the overloads of one name by the types of the arguments. Where a dyn argument leaves several, the kinds
/// at run time choose, and the result is what all of them give, or dyn.
/// </summary>
internal static class OverloadResolution
{
    /// <param name="overloads">The overloads.</param>
    /// <param name="arguments">The arguments, a receiver first.</param>
    /// <param name="ignoreNull">Whether an argument that may be null counts as if it could not be.</param>
    public static ResolvedCall? Resolve(Overloads overloads, IReadOnlyList<IrExpression> arguments, bool ignoreNull = false)
    {
        ResolvedCall? result = null;
        foreach (var signature in overloads.Signatures)
        {
            var unifier = new Unifier();
            if (!signature.Takes(arguments.Count) || !Fits(signature, arguments, unifier, ignoreNull))
            {
                continue;
            }

            var resolved = unifier.Resolve(signature.Result);
            if (result is null)
            {
                result = new(signature.Function, resolved);
            }
            else if (!result.Result.Equals(resolved))
            {
                result = result with { Result = PffType.Dyn };
            }

            if (!unifier.IsTrusting)
            {
                return result;
            }
        }

        return result;
    }

    /// <summary>A secret is read by no function; of lists of them only what says nothing of the secrets is known.</summary>
    private static bool IsRefused(PffType type, Builtin function) =>
        type is SecretType
        || (SecretTypes.IsSecret(type) && !SecretTypes.KeepsSecrets(function))
        || (function is Builtin.ToDyn or Builtin.Format && SecretTypes.PathTo(type) is not null);

    private static bool Fits(Signature signature, IReadOnlyList<IrExpression> arguments, Unifier unifier, bool ignoreNull)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var type = ignoreNull ? TypeRelations.NotNull(arguments[i].Type) : arguments[i].Type;
            if (IsRefused(type, signature.Function) || !unifier.Match(signature.ParameterAt(i), type))
            {
                return false;
            }
        }

        return true;
    }
}
