namespace Pff.Backend.Emission;

/// <summary>Where generated code goes with a fault: a local for it and a label behind the code that may have one.</summary>
/// <param name="fault">Null in a quick method: it keeps no fault, but leaves for the exact method at once.</param>
internal sealed class FaultScope(string? fault, string label)
{
    public string Fault => fault ?? throw new InvalidOperationException("a quick method keeps no fault");

    public string Label { get; } = label;

    /// <summary>Whether anything jumps here; a label that nothing jumps to is left out.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Whether the code behind the label has a fault to look at.</summary>
    public bool KeepsFault => IsUsed && !Leaves;

    public bool Leaves => fault is null;

    /// <summary>The statement that goes there with a fault.</summary>
    public string Jump(string faultCode)
    {
        IsUsed = true;
        return Leaves || faultCode == fault ? $"goto {Label};" : $"{{ {fault} = {faultCode}; goto {Label}; }}";
    }
}
