using System.Collections;
using System.Reflection;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Backend.Tests.Emission;

/// <summary>Expressions as text for failure messages, by reflection over their records.</summary>
internal static class IrText
{
    public static string Of(IrExpression expression) => Show(expression);

    public static string SlotsOf(IrExpression expression, Frame frame) => string.Join(
        '\n', All(expression).OfType<IrSlot>().DistinctBy(s => s.Slot).Select(s => $"{s.Name} = {ValueText.Of(frame.Slots[s.Slot])}"));

    /// <summary>The direct parts.</summary>
    public static IEnumerable<IrExpression> Parts(IrExpression expression) => PartsOf(expression);

    /// <summary>Whether it reads no variable that is bound outside of it.</summary>
    public static bool IsClosed(IrExpression expression)
    {
        var all = All(expression).ToList();
        var bound = all.SelectMany(Variables).ToHashSet(ReferenceEqualityComparer.Instance);
        return all.OfType<IrLocal>().All(l => bound.Contains(l.Variable));
    }

    private static IEnumerable<IrExpression> All(IrExpression expression) => Parts(expression).SelectMany(All).Prepend(expression);

    private static IEnumerable<IrVariable> Variables(IrExpression expression) => expression is IrLocal
        ? []
        : expression.GetType().GetProperties().Select(p => p.GetValue(expression)).OfType<IrVariable>();

    private static IEnumerable<IrExpression> PartsOf(object node)
    {
        foreach (var property in Properties(node))
        {
            switch (property.GetValue(node))
            {
                case IrExpression part:
                    yield return part;
                    break;
                case IEnumerable list and not string:
                    foreach (var item in list)
                    {
                        foreach (var part in item is IrExpression expression ? [expression] : item is null ? [] : PartsOf(item))
                        {
                            yield return part;
                        }
                    }

                    break;
            }
        }
    }

    private static string Show(object? item) => item switch
    {
        null => "null",
        IrConstant constant => $"{ValueText.Of(constant.Value)}:{constant.Type}",
        IrLocal local => local.Variable.Name + "#" + Math.Abs(local.Variable.GetHashCode() % 1000),
        IrVariable variable => $"{variable.Name}#{Math.Abs(variable.GetHashCode() % 1000)}:{variable.Type}",
        IrSlot slot => slot.Name,
        IrExpression or IrListElement or IrMapEntry or IrMatchArm =>
            $"{item.GetType().Name}({string.Join(", ", Properties(item).Select(p => Show(p.GetValue(item))))})",
        PffType type => ":" + type,
        IEnumerable list and not string => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        _ => item.ToString() ?? "",
    };

    private static IEnumerable<PropertyInfo> Properties(object node) => node.GetType().GetProperties()
        .Where(p => p.PropertyType != typeof(TextSpan) && p.GetIndexParameters().Length == 0 && !p.GetMethod!.IsStatic && p.Name != "EqualityContract");
}
