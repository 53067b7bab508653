using Pff.Core.Ir;
using Pff.Core.Types;

namespace Pff.Compiler.Typing;

/// <summary>Fills the holes in the types of a finished expression: what nothing has decided is dyn.</summary>
internal sealed class TypeFinisher : IrRewriter
{
    public static IrExpression Finish(IrExpression expression) => new TypeFinisher().Rewrite(expression);

    protected override PffType VisitType(PffType type) => Fill(type);

    private static PffType Fill(PffType type)
    {
        switch (type)
        {
            case TypeParameter:
                return PffType.Dyn;
            case ListType list:
                var element = Fill(list.Element);
                return ReferenceEquals(element, list.Element) ? type : list with { Element = element };
            case MapType map:
                var (key, value) = (Fill(map.Key), Fill(map.Value));
                return ReferenceEquals(key, map.Key) && ReferenceEquals(value, map.Value) ? type : new MapType(key, value);
            case OptionalType optional:
                var inner = Fill(optional.Inner);
                return ReferenceEquals(inner, optional.Inner) ? type : new OptionalType(inner);
            case NullableType { Inner: TypeParameter }:
                return PffType.Dyn;
            default:
                return type;
        }
    }
}
