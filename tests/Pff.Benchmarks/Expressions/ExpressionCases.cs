using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Benchmarks.Expressions;

/// <summary>An expression and the same thing written by hand over the same values.</summary>
internal sealed record ExpressionCase(string Text, CompiledExpression ByHand)
{
    /// <summary>Whether it is CEL too, and not one of PFF's extensions.</summary>
    public bool IsCel { get; init; } = true;
}

/// <summary>Thirty expressions as manifests have them, and the data they read.</summary>
internal static class ExpressionCases
{
    private static readonly ObjectType Contract = new("Contract", () =>
    [
        new("id", PffType.Text, true), new("status", PffType.Text, true), new("amount", PffType.Int, true),
        new("rate", PffType.Double, true), new("open", PffType.Bool, true), new("note", PffType.Text, false),
    ]);

    private static readonly ObjectType Customer = new("Customer", () =>
    [
        new("id", PffType.Text, true), new("name", PffType.Text, true), new("age", PffType.Int, true), new("active", PffType.Bool, true),
        new("contracts", new ListType(Contract), true), new("tags", new ListType(PffType.Text), true),
        new("limits", new MapType(PffType.Text, PffType.Int), true), new("nick", PffType.Text, false),
    ]);

    /// <summary>What JSON cannot tell from ints.</summary>
    public static ImmutableArray<string> Doubles { get; } = ["d", "rate"];

    private static readonly (string Name, PffType Type)[] Variables =
        [("customer", Customer), ("i", PffType.Int), ("j", PffType.Int), ("d", PffType.Double), ("text", PffType.Text), ("numbers", new ListType(PffType.Int))];

    public static ImmutableArray<ExpressionCase> All { get; } =
    [
        new("i + j * 2 - 7", f => Value.Of(checked(Int(f, 1) + (Int(f, 2) * 2) - 7))),
        new("(i * 31 + j) % 97 == 5", f => Value.Of(checked(((Int(f, 1) * 31) + Int(f, 2)) % 97) == 5)),
        new("d * 1.1 + 0.5 > 10.0", f => Value.Of((f.Slots[3].AsDouble * 1.1) + 0.5 > 10.0)),
        new("i > 5 && j < 100 || i == j", f => Value.Of((Int(f, 1) > 5 && Int(f, 2) < 100) || Int(f, 1) == Int(f, 2))),
        new("i > j ? i - j : j - i", f => Value.Of(Int(f, 1) > Int(f, 2) ? checked(Int(f, 1) - Int(f, 2)) : checked(Int(f, 2) - Int(f, 1)))),
        new("text == 'Corrected'", f => Value.Of(f.Slots[4].AsText == "Corrected")),
        new("text.startsWith('Corr') && text.size() > 3", f => Value.Of(f.Slots[4].AsText.StartsWith("Corr", StringComparison.Ordinal) && ByHand.CodePoints(f.Slots[4].AsText) > 3)),
        new("text in ['Active', 'Suspended', 'Corrected']", f => Value.Of(f.Slots[4].AsText is "Active" or "Suspended" or "Corrected")),
        new("text + '-' + customer.id", f => ByHand.Join(f.Slots[4].AsText, "-", Field(f.Slots[0], "id").AsText)),
        new("f\"{customer.name} ({customer.id})\"", f => ByHand.Join(Field(f.Slots[0], "name").AsText, " (", Field(f.Slots[0], "id").AsText, ")")) { IsCel = false },
        new("f\"contract {i} of {j}\"", f => Value.Of($"contract {Int(f, 1)} of {Int(f, 2)}")) { IsCel = false },
        new("customer.active", f => Value.Of(Field(f.Slots[0], "active").AsBool)),
        new("customer.age >= 18 && customer.active", f => Value.Of(Field(f.Slots[0], "age").AsInt >= 18 && Field(f.Slots[0], "active").AsBool)),
        new("customer.contracts[0].id", f => Value.Of(Field(Field(f.Slots[0], "contracts").AsList[0], "id").AsText)),
        new("customer.contracts[1].amount + i", f => Value.Of(checked(Field(Field(f.Slots[0], "contracts").AsList[1], "amount").AsInt + Int(f, 1)))),
        new("len(customer.contracts) > 0", f => Value.Of(Field(f.Slots[0], "contracts").AsList.Count > 0)) { IsCel = false },
        new("has(customer.nick) ? customer.nick : customer.name", f => Maybe(f.Slots[0], "nick") is { IsAbsent: false } nick ? ByHand.Text(nick) : ByHand.Text(Field(f.Slots[0], "name"))),
        new("customer.nick ?? customer.name", f => Maybe(f.Slots[0], "nick") is { IsAbsent: false, IsNull: false } nick ? ByHand.Text(nick) : ByHand.Text(Field(f.Slots[0], "name"))) { IsCel = false },
        new("customer.contracts[0].note ?? 'none'", f => Maybe(Field(f.Slots[0], "contracts").AsList[0], "note") is { IsAbsent: false, IsNull: false } note ? ByHand.Text(note) : Value.Of("none")) { IsCel = false },
        new("customer.limits['daily'] - i", f => Value.Of(checked(Field(Field(f.Slots[0], "limits"), "daily").AsInt - Int(f, 1)))),
        new("'vip' in customer.tags", ByHand.HasTag),
        new("customer.contracts.exists(c, c.status == 'Suspended')", ByHand.ExistsSuspended),
        new("customer.contracts.all(c, c.amount >= 0 && c.id != '')", ByHand.AllPlausible),
        new("customer.contracts.filter(c, c.open).size()", ByHand.CountOpen),
        new("customer.contracts.map(c, c.amount)", ByHand.Amounts),
        new("customer.contracts.sum(c => c.amount)", ByHand.SumAmounts) { IsCel = false },
        new("customer.contracts.filter(c, c.open && c.amount > 10).map(c, c.id)", ByHand.OpenIds),
        new("numbers.map(x, x * x).sum()", ByHand.SumOfSquares) { IsCel = false },
        new("numbers.exists_one(x, x == 13)", ByHand.OneIsThirteen),
        new("numbers.filter(x, x % 2 == 0)", ByHand.Evens),
    ];

    public static IEnumerable<(string Name, Value Value)> ValuesOf(Frame frame) => Variables.Select((variable, slot) => (variable.Name, frame.Slots[slot]));

    /// <summary>The typed form of an expression over the variables of the cases.</summary>
    public static IrExpression Check(string text)
    {
        var source = new SourceText(text, text);
        var scope = Scope.Empty;
        for (var i = 0; i < Variables.Length; i++)
        {
            scope = scope.With(new VariableSymbol(Variables[i].Name, Variables[i].Type, i));
        }

        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(parsed.Diagnostics);
        var expression = ExpressionChecker.Check(parsed.Root, source, scope, CheckSettings.Default, diagnostics);
        return diagnostics.HasErrors ? throw new InvalidOperationException($"{text}: {diagnostics.ToSorted()[0].Message}") : expression;
    }

    public static Frame MakeFrame() => ExpressionData.MakeFrame(Variables.Length);

    private static long Int(Frame frame, int slot) => frame.Slots[slot].AsInt;

    private static Value Field(in Value value, string name) => ByHand.Field(value, name);

    private static Value Maybe(in Value value, string name) => value.AsMap.TryGet(name, out var field) ? field : default;
}
