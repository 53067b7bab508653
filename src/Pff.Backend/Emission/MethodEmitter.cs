using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pff.Core.Ir;

namespace Pff.Backend.Emission;

/// <summary>
/// Writes one method. An expression becomes statements that leave its value in a local; where it has a fault, they
/// leave that in the fault local of the innermost <see cref="FaultScope"/> and jump to its label. Locals are declared
/// where they are first set and have names of their own in the whole method, so the C# compiler proves that none is
/// read unset.
/// </summary>
internal sealed partial class MethodEmitter(
    PlanClassEmitter owner, MethodEmitter? parent, HashSet<IrExpression> outlined, bool isQuick = false)
{
    // Stands in a signature until the body has told what it captures.
    private const string CapturesMark = "/*captures*/";

    private readonly Dictionary<IrVariable, Binding> _bindings = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Declaration, string Argument)> _captures = [];
    private StringBuilder _code = new();

    // Variables already read on every way to this place, so that they are not looked at twice.
    private ImmutableDictionary<object, Operand> _known = ImmutableDictionary<object, Operand>.Empty;
    private int _nameCount;
    private bool _usesSlots;
    private bool _usesSteps;

    /// <summary>The method of a whole expression: what the delegate calls.</summary>
    public string WriteEntry(string name, IrExpression expression) =>
        Write($"private Value {name}(Frame frame)", "int steps = 0;\n", scope => EmitWhole(expression, scope));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private string Write(string signature, string start, Action<FaultScope> body)
    {
        var scope = new FaultScope("fault", "Fail");
        body(scope);
        var text = new StringBuilder("    ").Append(signature).Append("\n    {\n");
        if (_usesSteps)
        {
            text.Append(start);
        }

        text.Append(_usesSlots ? "var slots = frame.Slots;\n" : "").Append(scope.IsUsed ? "Value fault;\n" : "").Append(_code);
        text.Append(scope.IsUsed ? "Fail: return fault;\n" : "").Append("    }\n\n");
        return text.ToString();
    }

    /// <summary>The statements of a method that returns the expression's value.</summary>
    private void EmitWhole(IrExpression expression, FaultScope scope)
    {
        // Whatever is returned may be a fault; who called looks.
        var result = EmitOperand(expression, scope, isTakenOut: true);
        Line($"return {result.AsValue};");
    }

    private Operand EmitOutlined(IrExpression expression) =>
        new(EmitPart("", "", (part, scope) => part.EmitWhole(expression, scope)), Shape.Value, MayBeFault: true);

    /// <summary>
    /// A method of its own for a part, and a local with what it returns; what it reads of this method's locals becomes
    /// parameters.
    /// </summary>
    private string EmitPart(string extraParameters, string extraArguments, Action<MethodEmitter, FaultScope> body)
    {
        _usesSteps = true;
        var part = new MethodEmitter(owner, this, outlined);
        var name = owner.NextHelperName();
        var text = part.Write($"private static Value {name}(Frame frame, ref int steps{extraParameters}{CapturesMark})", "", scope => body(part, scope));
        owner.AddMethod(text.Replace(CapturesMark, string.Concat(part._captures.Select(c => ", " + c.Declaration)), StringComparison.Ordinal));
        var result = NewName("t");
        Line($"Value {result} = {name}(frame, ref steps{extraArguments}{string.Concat(part._captures.Select(c => ", " + c.Argument))});");
        return result;
    }

    private Binding Lookup(IrVariable variable)
    {
        if (_bindings.TryGetValue(variable, out var binding))
        {
            return binding;
        }

        var outer = (parent ?? throw new InvalidOperationException($"the variable '{variable.Name}' is not bound")).Lookup(variable);
        binding = outer with
        {
            Code = Capture(Shapes.TypeOf(outer.Shape), outer.Code),
            Fault = outer.Fault is null ? null : Capture("Value", outer.Fault),
        };
        _bindings.Add(variable, binding);
        return binding;
    }

    private string Capture(string type, string argument)
    {
        var name = "c" + Number(_captures.Count);
        _captures.Add(($"{type} {name}", argument));
        return name;
    }

    private void Line(string text) => _code.Append(text).Append('\n');

    private string NewName(string prefix) => prefix + Number(_nameCount++);

    /// <summary>A scope inside another; in a quick method, where every fault leaves, the same.</summary>
    private FaultScope NewScope(FaultScope outer) => outer.Leaves ? outer : new(NewName("f"), NewName("L"));

    /// <summary>The code that an action writes, kept apart; so that it is known what it uses before it is placed.</summary>
    private string Apart(Action write)
    {
        var outer = _code;
        _code = new StringBuilder();
        write();
        var text = _code.ToString();
        _code = outer;
        return text;
    }
}
