using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Server.Mocking;

/// <summary>A scalar of the file: literal, or with <c>{{ }}</c> in it.</summary>
/// <param name="Constant">Its value where it has no hole; else absent.</param>
/// <param name="Expression">Its value where it has holes; else null.</param>
public sealed record MockTemplate(Value Constant, CompiledExpression? Expression, TextSpan Span)
{
    public bool IsConstant => Expression is null;

    public static MockTemplate Of(Value constant, TextSpan span) => new(constant, null, span);

    /// <summary>The value, or a fault.</summary>
    public Value Evaluate(Frame frame) => Expression is null ? Constant : Expression(frame);
}

/// <summary>A JSON value with templates in it.</summary>
public abstract record MockBody(TextSpan Span)
{
    /// <summary>The value, or the first fault; <paramref name="at"/> is then the template that has it.</summary>
    public abstract Value Evaluate(Frame frame, out TextSpan at);
}

/// <summary>A value without templates, with the bytes that answer it.</summary>
public sealed record FixedBody(Value Value, ReadOnlyMemory<byte> Bytes, TextSpan Span) : MockBody(Span)
{
    public override Value Evaluate(Frame frame, out TextSpan at)
    {
        at = Span;
        return Value;
    }
}

public sealed record TemplateBody(MockTemplate Template) : MockBody(Template.Span)
{
    public override Value Evaluate(Frame frame, out TextSpan at)
    {
        at = Span;
        var value = Template.Evaluate(frame);

        // An optional is a value or nothing: an entry or element that is nothing is left out.
        return value.TryGet<OptionalValue>(out var optional) ? optional.Inner : value;
    }
}

/// <summary>An object; entries whose value is an empty optional are left out.</summary>
public sealed record ObjectBody(ImmutableArray<string> Names, ImmutableArray<MockBody> Values, TextSpan Span) : MockBody(Span)
{
    private readonly string[] _names = [.. Names];

    public override Value Evaluate(Frame frame, out TextSpan at)
    {
        at = Span;
        var values = new Value[Values.Length];
        var present = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = Values[i].Evaluate(frame, out at);
            if (value.IsFault)
            {
                return value;
            }

            values[i] = value;
            present += value.IsAbsent ? 0 : 1;
        }

        return Value.Of(present == values.Length ? new RecordValue(_names, values) : WithoutAbsent(values, present));
    }

    private RecordValue WithoutAbsent(Value[] values, int present)
    {
        var names = new string[present];
        var kept = new Value[present];
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i].IsAbsent)
            {
                names[at] = _names[i];
                kept[at++] = values[i];
            }
        }

        return new RecordValue(names, kept);
    }
}

public sealed record ListBody(ImmutableArray<MockBody> Items, TextSpan Span) : MockBody(Span)
{
    public override Value Evaluate(Frame frame, out TextSpan at)
    {
        at = Span;
        var items = new List<Value>(Items.Length);
        foreach (var item in Items)
        {
            var value = item.Evaluate(frame, out at);
            if (value.IsFault)
            {
                return value;
            }

            if (!value.IsAbsent)
            {
                items.Add(value);
            }
        }

        return Value.Of(new ListValue([.. items]));
    }
}
