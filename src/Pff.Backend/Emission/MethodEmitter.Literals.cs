using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;

namespace Pff.Backend.Emission;

/// <content>Lists and maps; long ones are filled in by several methods.</content>
internal sealed partial class MethodEmitter
{
    private Operand EmitList(IrList list, FaultScope scope)
    {
        if (list.Elements.IsEmpty)
        {
            return new Operand("Building.EmptyList", Shape.Value);
        }

        if (ConstantList(list) is { } constant)
        {
            return new Operand(owner.Constant(Value.Of(constant)), Shape.Value);
        }

        if (!list.Elements.Any(e => e.IsOptional))
        {
            var array = EmitArray([.. list.Elements.Select(e => e.Value)], scope);
            return Local($"Value.Of(new ListValue({array}))", Shape.Value);
        }

        var builder = NewName("a");
        Line($"var {builder} = new ListBuilder();");
        EmitInChunks(list.Elements, "ListBuilder", builder, scope, static (part, name, _, element, partScope) =>
        {
            var value = part.EmitValue(element.Value, partScope);
            part.Check($"{name}.{(element.IsOptional ? "AddOptional" : "Add")}({value})", partScope);
        });
        return Local($"{builder}.ToValue()", Shape.Value);
    }

    /// <summary>The value of a list of constants, or null where one is none.</summary>
    private static ListValue? ConstantList(IrExpression expression) => expression switch
    {
        IrConstant constant => constant.Value.TryGet<ListValue>(out var list) ? list : null,
        IrList list when list.Elements.All(e => e is { IsOptional: false, Value: IrConstant { Value.IsFault: false } }) =>
            new ListValue([.. list.Elements.Select(e => ((IrConstant)e.Value).Value)]),
        _ => null,
    };

    private Operand EmitMap(IrMap map, FaultScope scope)
    {
        var builder = NewName("m");
        Line($"var {builder} = new MapBuilder();");
        EmitInChunks(map.Entries, "MapBuilder", builder, scope, static (part, name, _, entry, partScope) =>
        {
            var key = part.EmitValue(entry.Key, partScope);
            var value = part.EmitValue(entry.Value, partScope);
            part.Check(entry.IsOptional ? $"Building.AddOptional({name}, {key}, {value})" : $"{name}.Add({key}, {value})", partScope);
        });
        return Local($"{builder}.Build()", Shape.Value);
    }

    /// <summary>The name of a local array with the values, in order, none a fault.</summary>
    private string EmitArray(ImmutableArray<IrExpression> expressions, FaultScope scope)
    {
        var array = NewName("a");
        Line($"var {array} = new Value[{Number(expressions.Length)}];");
        EmitInChunks(expressions, "Value[]", array, scope, static (part, name, index, expression, partScope) =>
            part.Line($"{name}[{Number(index)}] = {part.EmitValue(expression, partScope)};"));
        return array;
    }

    /// <summary>Writes a statement for each part, here where they are few, else in methods that are given the target.</summary>
    private void EmitInChunks<T>(
        ImmutableArray<T> parts, string type, string target, FaultScope scope, Action<MethodEmitter, string, int, T, FaultScope> write)
    {
        if (parts.Length <= Partition.ChunkLength)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                write(this, target, i, parts[i], scope);
            }

            return;
        }

        for (var from = 0; from < parts.Length; from += Partition.ChunkLength)
        {
            var start = from;
            var end = Math.Min(from + Partition.ChunkLength, parts.Length);
            var result = EmitPart($", {type} target", ", " + target, (part, partScope) =>
            {
                for (var i = start; i < end; i++)
                {
                    write(part, "target", i, parts[i], partScope);
                }

                part.Line("return default;");
            });
            Line($"if (!{result}.IsAbsent) {scope.Jump(result)}");
        }
    }

    /// <summary>A call that gives absent, or a fault to jump with.</summary>
    private void Check(string code, FaultScope scope)
    {
        var result = NewName("t");
        Line($"Value {result} = {code};");
        Line($"if (!{result}.IsAbsent) {scope.Jump(result)}");
    }
}
