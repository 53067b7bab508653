using Pff.Compiler.Lowering;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Text;
using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

public sealed class ConstantFoldingTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("'a' + 'b'", "ab")]
    [InlineData("f\"a{1}b\"", "a1b")]
    [InlineData("size([1, 2])", "2")]
    [InlineData("true ? 1 : total", "1")]
    [InlineData("duration('1s') == 1s", "true")]
    [InlineData("false && customer.active", "false")]
    public void What_no_row_changes_is_computed(string text, string expected)
    {
        var (folded, report) = Fold(text);
        Assert.Equal("", report);
        Assert.Equal(expected, Assert.IsType<IrConstant>(folded).Value.ToString());
    }

    [Theory]
    [InlineData("1 / 0", "PFF1323 '1 / 0'")]
    [InlineData("total + 1 / 0", "PFF1323 '1 / 0'")]
    [InlineData("9223372036854775807 + 1", "PFF1323 '9223372036854775807 + 1'")]
    public void What_always_fails_is_reported_and_left(string text, string expected)
    {
        var (folded, report) = Fold(text);
        Assert.Equal(expected, report);
        Assert.IsNotType<IrConstant>(folded);
    }

    [Theory]
    [InlineData("total + 1")]
    [InlineData("now == now")]
    public void What_a_row_changes_is_left(string text) => Assert.IsType<IrCall>(Fold(text).Folded);

    private static (IrExpression Folded, string Report) Fold(string text)
    {
        var bag = new DiagnosticBag();
        var folded = ConstantFolding.Fold(Check(text).Ir, new SourceText("test", text), bag);
        return (folded, Show(text, bag.ToSorted()));
    }
}
