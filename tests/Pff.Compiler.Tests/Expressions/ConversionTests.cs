using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Text;
using Pff.Core.Types;
using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

public sealed class ConversionTests
{
    private static readonly Dictionary<string, PffType> Targets = new()
    {
        ["text"] = PffType.Text,
        ["text?"] = new NullableType(PffType.Text),
        ["int"] = PffType.Int,
        ["double"] = PffType.Double,
        ["decimal"] = PffType.Decimal,
        ["bool"] = PffType.Bool,
        ["dyn"] = PffType.Dyn,
        ["secret"] = new SecretType(PffType.Text),
        ["Status"] = Status,
        ["OpenStatus"] = OpenStatus,
        ["list<text>"] = new ListType(PffType.Text),
        ["list<double>"] = new ListType(PffType.Double),
        ["Contract"] = Contract,
        ["Named"] = new ObjectType("Named", () => [new("id", PffType.Text, IsRequired: true)]),
        ["Flagged"] = new ObjectType("Flagged", () => [new("flag", PffType.Bool, IsRequired: true)]),
    };

    [Theory]
    [InlineData("total", "double", "IntToDouble")]
    [InlineData("total", "decimal", "IntToDecimal")]
    [InlineData("5m", "decimal", "")]
    [InlineData("customer.name", "text?", "Widen")]
    [InlineData("customer.name", "dyn", "Widen")]
    [InlineData("customer.status", "text", "Widen")]
    [InlineData("customer.name", "OpenStatus", "Widen")]
    [InlineData("customer.name", "Status", "Narrow")]
    [InlineData("customer.name", "secret", "ToSecret")]
    [InlineData("payload", "int", "Narrow")]
    [InlineData("token", "secret", "")]
    [InlineData("'Active'", "Status", "")]
    [InlineData("null", "text?", "Widen")]
    [InlineData("customer.contracts[0]", "Named", "Widen")]
    [InlineData("[]", "list<text>", "")]
    [InlineData("[1, 2]", "list<double>", "")]
    public void What_fits_is_coerced_by_a_node(string text, string target, string expected)
    {
        var (ir, report) = Convert(text, target);
        Assert.Equal("", report);
        Assert.Equal(Targets[target], ir.Type);
        Assert.Equal(expected, ir is IrCoerce coerce ? coerce.Coercion.ToString() : "");
        Assert.False(Evaluator.Evaluate(ir, World()) is { IsFault: true } fault && text != "payload" && target != "Status", "");
    }

    [Theory]
    [InlineData("total", "text", "PFF1306 'total'")]
    [InlineData("customer.name", "int", "PFF1306 'customer.name'")]
    [InlineData("ratio", "decimal", "PFF1306 'ratio'")]
    [InlineData("customer.nick", "text", "PFF1304 'customer.nick'")]
    [InlineData("null", "text", "PFF1306 'null'")]
    [InlineData("token", "text", "PFF1308 'token'")]
    [InlineData("token", "dyn", "PFF1308 'token'")]
    [InlineData("'Actve'", "Status", "PFF1307 ''Actve''")]
    [InlineData("['a', 1.5, 2.5]", "list<text>", "PFF1306 '1.5'; PFF1306 '2.5'")]
    [InlineData("[1, 2]", "list<text>", "PFF1306 '1'; PFF1306 '2'")]
    [InlineData("customer.contracts[0]", "Flagged", "PFF1306 'customer.contracts[0]'")]
    [InlineData("{'id': 'x', 'status': 'Actve', 'amount': 1, 'open': true}", "Contract", "PFF1307 ''Actve''")]
    [InlineData("{'id': 1, 'status': 'Active', 'amount': 1, 'opn': true}", "Contract", "PFF1205 '{'id': 1, 'status': 'Active', 'amount': 1, 'opn': true}'; PFF1306 '1'; PFF1204 ''opn''")]
    public void What_does_not_fit_is_reported(string text, string target, string expected) => Assert.Equal(expected, Convert(text, target).Report);

    private static (IrExpression Ir, string Report) Convert(string text, string target)
    {
        var (ir, _) = Check(text);
        var bag = new DiagnosticBag();
        var converted = ExpressionChecker.Convert(ir, Targets[target], new SourceText("test", text), ir.Span, Settings, bag);
        return (converted, Show(text, bag.ToSorted()));
    }
}
