using Pff.Compiler.Binding;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir.Evaluation;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>A secret stays one through every operator and function, and goes nowhere but to a sink that takes it.</summary>
public sealed class SecretTests
{
    private static readonly ObjectType Card = new("Card", () =>
    [
        new("number", PffType.Text, IsRequired: true),
        new("pin", new SecretType(PffType.Text), IsRequired: true),
        new("spare", new SecretType(new NullableType(PffType.Text)), IsRequired: true),
        new("codes", new ListType(new SecretType(PffType.Text)), IsRequired: true),
        new("next", Card!, IsRequired: false),
    ]);

    [Theory]
    [InlineData("card.pin", "secret text")]
    [InlineData("card?.pin", "secret text?")]
    [InlineData("card.spare ?? pin", "secret text")]
    [InlineData("flag ? pin : 'none'", "secret text")]
    [InlineData("match flag { true => pin, false => 'none' }", "secret text")]
    [InlineData("card.codes", "list<secret text>")]
    [InlineData("card.codes[0]", "secret text")]
    [InlineData("card.codes.first()", "secret text?")]
    [InlineData("card.codes.slice(0, 1)", "list<secret text>")]
    [InlineData("card.codes.count()", "int")]
    [InlineData("card.?pin", "optional<secret text>")]
    [InlineData("cards.filter(c => c.number == 'x')", "list<Card>")]
    [InlineData("cards.map(c => c.number)", "list<text>")]
    public void It_may_be_passed_on(string text, string type)
    {
        var (ir, report) = Check(text);
        Assert.Equal("", report);
        Assert.Equal(type, ir.Type.ToString());
    }

    [Theory]
    [InlineData("pin + 'x'", "PFF1308 'pin'")]
    [InlineData("pin == 'x'", "PFF1308 'pin'")]
    [InlineData("pin != null", "PFF1308 'pin'")]
    [InlineData("pin < 'x'", "PFF1308 'pin'")]
    [InlineData("pin in ['x']", "PFF1308 'pin'")]
    [InlineData("'x' in card.codes", "PFF1308 'card.codes'")]
    [InlineData("card.codes == ['x']", "PFF1308 'card.codes'")]
    [InlineData("pin.size()", "PFF1308 'pin'")]
    [InlineData("size(pin)", "PFF1308 'pin'")]
    [InlineData("string(pin)", "PFF1308 'pin'")]
    [InlineData("dyn(pin)", "PFF1308 'pin'")]
    [InlineData("type(pin)", "PFF1308 'pin'")]
    [InlineData("dyn(card.codes)", "PFF1308 'card.codes'")]
    [InlineData("dyn(card)", "PFF1351 'card'")]
    [InlineData("optional.of(pin)", "PFF1308 'pin'")]
    [InlineData("[pin]", "PFF1308 'pin'")]
    [InlineData("{'a': pin}", "PFF1308 'pin'")]
    [InlineData("{'a': card.codes}", "PFF1308 'card.codes'")]
    [InlineData("f'x {pin}'", "PFF1308 'pin'")]
    [InlineData("f'x {card?.pin}'", "PFF1308 'card?.pin'")]
    [InlineData("f'x {card.codes}'", "PFF1308 'card.codes'")]
    [InlineData("f'x {card.?pin}'", "PFF1308 'card.?pin'")]
    [InlineData("f'x {card}'", "PFF1351 'card'")]
    [InlineData("f'x {cards}'", "PFF1351 'cards'")]
    [InlineData("'x'.matches(pin)", "PFF1308 'pin'")]
    [InlineData("card.codes.join(',')", "PFF1308 'card.codes'")]
    [InlineData("'%s'.format([pin])", "PFF1308 'pin'")]
    [InlineData("'%s'.format(card.codes)", "PFF1308 'card.codes'")]
    [InlineData("'%s'.format([card])", "PFF1351 '[card]'")]
    [InlineData("card.codes.sort()", "PFF1308 'card.codes'")]
    [InlineData("cards.map(c => c.pin)", "PFF1308 'c.pin'")]
    [InlineData("cards.map(c, c.pin)", "PFF1308 'c.pin'")]
    [InlineData("cards.filter(c => c.pin == 'x')", "PFF1308 'c.pin'")]
    [InlineData("cards.exists(c, c.pin == 'x')", "PFF1308 'c.pin'")]
    [InlineData("cards.sort_by(c => c.pin)", "PFF1308 'c.pin'")]
    [InlineData("cards.all(c => c.pin.size() > 1)", "PFF1308 'c.pin'")]
    [InlineData("match pin { 'x' => 1, _ => 2 }", "PFF1308 'pin'")]
    [InlineData("-pin", "PFF1308 'pin'")]
    [InlineData("pin[0]", "PFF1308 'pin'")]
    [InlineData("card.pin.x", "PFF1308 'card.pin'")]
    public void It_is_read_by_nothing(string text, string expected) => Assert.Equal(expected, Check(text).Report);

    [Fact]
    public void A_secret_read_out_of_a_result_is_one_when_it_runs()
    {
        var frame = new Frame(4, new Timestamp(0, 0));
        frame.Slots[0] = Value.Of(new RecordValue(["pin", "codes"], [Value.Of("1234"), Value.Of(new ListValue([Value.Of("9")]))]));
        foreach (var text in new[] { "card.pin", "card?.pin", "card.codes[0]" })
        {
            Assert.Equal("(secret)", Evaluator.Evaluate(Check(text).Ir, frame).ToString());
        }
    }

    private static (Core.Ir.IrExpression Ir, string Report) Check(string text)
    {
        var source = new SourceText("test", text);
        var scope = Scope.Empty
            .With(new VariableSymbol("card", Card, 0))
            .With(new VariableSymbol("cards", new ListType(Card), 1))
            .With(new VariableSymbol("pin", new SecretType(PffType.Text), 2))
            .With(new VariableSymbol("flag", PffType.Bool, 3));
        var bag = new DiagnosticBag();
        var parsed = ExpressionParser.Parse(EmbeddedText.Whole(source));
        bag.AddRange(parsed.Diagnostics);
        var ir = ExpressionChecker.Check(parsed.Root, source, scope, CheckSettings.Default, bag);
        return (ir, Expressions.Show(text, bag.ToSorted()));
    }
}
