using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>
/// Checks and evaluates expressions over one small world: a customer with contracts as an API would describe them. The
/// error pages' examples are written for the same world.
/// </summary>
internal static class Expressions
{
    public static EnumType Status { get; } = new("Status", ["Active", "Suspended", "Corrected"], IsOpen: false);

    public static EnumType OpenStatus { get; } = new("OpenStatus", ["Active", "Suspended"], IsOpen: true);

    public static ObjectType Contract { get; } = new("Contract", () =>
    [
        new("id", PffType.Text, IsRequired: true),
        new("status", OpenStatus, IsRequired: true),
        new("amount", PffType.Decimal, IsRequired: true),
        new("open", PffType.Bool, IsRequired: true),
        new("note", PffType.Text, IsRequired: false),
        new("parent", Contract!, IsRequired: false),
    ]);

    public static ObjectType Customer { get; } = new("Customer", () =>
    [
        new("id", PffType.Text, IsRequired: true),
        new("name", PffType.Text, IsRequired: true),
        new("email", PffType.Text, IsRequired: false),
        new("nick", new NullableType(PffType.Text), IsRequired: true),
        new("active", PffType.Bool, IsRequired: true),
        new("status", Status, IsRequired: true),
        new("balance", PffType.Decimal, IsRequired: true),
        new("created", PffType.Timestamp, IsRequired: true),
        new("contracts", new ListType(Contract), IsRequired: true),
        new("main", Contract, IsRequired: false),
        new("spare", new NullableType(Contract), IsRequired: true),
        new("@type", PffType.Text, IsRequired: true),
    ]);

    public static Scope Scope { get; } = Scope.Empty
        .With(new VariableSymbol("customer", Customer, 0))
        .With(new VariableSymbol("total", PffType.Int, 1))
        .With(new VariableSymbol("ratio", PffType.Double, 2))
        .With(new VariableSymbol("token", new SecretType(PffType.Text), 3))
        .With(new VariableSymbol("payload", PffType.Dyn, 4))
        .With(new VariableSymbol("maybe", new NullableType(PffType.Int), 5))
        .With(new VariableSymbol("match", PffType.Int, 6));

    public static CheckSettings Settings { get; } = CheckSettings.Default with
    {
        LaterNames = ImmutableDictionary<string, TextSpan>.Empty.Add("validation", new TextSpan(0, 0)),
    };

    public static ParsedExpression Parse(string text) => ExpressionParser.Parse(EmbeddedText.Whole(new SourceText("test", text)));

    /// <summary>The checked expression and everything reported, syntax included.</summary>
    public static (IrExpression Ir, ImmutableArray<Diagnostic> Diagnostics) Check(string text, CheckSettings? settings = null)
    {
        var source = new SourceText("test", text);
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        var bag = new DiagnosticBag();
        bag.AddRange(parsed.Diagnostics);
        var ir = ExpressionChecker.Check(parsed.Root, source, Scope, settings ?? Settings, bag);
        return (ir, bag.ToSorted());
    }

    /// <summary>Everything reported, as <c>code 'token'</c>, in source order.</summary>
    public static string Report(string text, CheckSettings? settings = null) => Show(text, Check(text, settings).Diagnostics);

    public static string Show(string text, IEnumerable<Diagnostic> diagnostics) =>
        string.Join("; ", diagnostics.Select(d => $"{d.Code} '{text.Substring(d.Span.Start, d.Span.Length)}'"));

    public static string TypeOf(string text)
    {
        var (ir, diagnostics) = Check(text);
        Assert.DoesNotContain(diagnostics, d => d.Severity == Severity.Error);
        return ir.Type.ToString();
    }

    /// <summary>The value of an expression without mistakes, as text; a fault by its reason.</summary>
    public static string Evaluate(string text)
    {
        var (ir, diagnostics) = Check(text);
        Assert.Equal("", Show(text, diagnostics.Where(d => d.Severity == Severity.Error)));
        var value = Evaluator.Evaluate(ir, World());
        return value.IsFault ? value.AsFault.Reason.ToString() : Show(value);
    }

    private static string Show(Value value) => value.Kind switch
    {
        ValueKind.Text => $"'{value.AsText}'",
        ValueKind.Null => "null",
        ValueKind.List => $"[{string.Join(", ", value.AsList.Items.ToArray().Select(Show))}]",
        ValueKind.Map => $"{{{string.Join(", ", Enumerable.Range(0, value.AsMap.Count).Select(i => $"{Show(value.AsMap.KeyAt(i))}: {Show(value.AsMap.ValueAt(i))}"))}}}",
        ValueKind.Duration => $"{value.AsDuration.Seconds}.{value.AsDuration.Nanoseconds:000000000}s",
        ValueKind.Decimal => value + "m",
        ValueKind.Optional => value.As<OptionalValue>().HasValue ? $"optional({Show(value.As<OptionalValue>().Inner)})" : "optional()",
        _ => value.ToString(),
    };

    public static Frame World()
    {
        var frame = new Frame(8, new Timestamp(1_700_000_000, 0));
        frame.Slots[0] = Object(
            ("id", Value.Of("C1")), ("name", Value.Of("Ana")), ("nick", Value.Null), ("active", Value.True), ("status", Value.Of("Active")),
            ("balance", Value.Of(12.50m)), ("created", Value.Of(new Timestamp(1_600_000_000, 0))), ("spare", Value.Null),
            ("@type", Value.Of("Individual")),
            ("contracts", Value.Of(new ListValue([ContractOf("K1", "Active", 10m, true), ContractOf("K2", "Odd", 2.5m, false), ContractOf("K3", "Active", 10m, true)]))));
        frame.Slots[1] = Value.Of(7L);
        frame.Slots[2] = Value.Of(0.5);
        frame.Slots[3] = Value.Of(new SecretValue(Value.Of("s3cret")));
        frame.Slots[4] = Object(("total", Value.Of(3L)));
        frame.Slots[5] = Value.Null;
        frame.Slots[6] = Value.Of(4L);
        return frame;
    }

    private static Value ContractOf(string id, string status, decimal amount, bool open) => Object(
        ("id", Value.Of(id)), ("status", Value.Of(status)), ("amount", Value.Of(amount)), ("open", Value.Of(open)));

    private static Value Object(params (string Name, Value Value)[] fields) =>
        Value.Of(new RecordValue([.. fields.Select(f => f.Name)], [.. fields.Select(f => f.Value)]));
}
