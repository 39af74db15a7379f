class Operators(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def nothing(self: __torch__.Operators, x: Tensor) -> Tensor:
    return x
  def linear(self: __torch__.Operators, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)
  def linear_bias(self: __torch__.Operators, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.linear(x, weight, bias)
  def scores(self: __torch__.Operators, empty: Tensor, queries: Tensor, keys: Tensor) -> Tensor:
    return torch.baddbmm(empty, queries, keys, beta=0., alpha=1.)
  def values(self: __torch__.Operators, probabilities: Tensor, values: Tensor) -> Tensor:
    return torch.bmm(probabilities, values)
  def attention_full(self: __torch__.Operators, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    qt = torch.transpose(q, 1, 2)
    kt = torch.transpose(k, 1, 2)
    vt = torch.transpose(v, 1, 2)
    return torch.scaled_dot_product_attention(qt, kt, vt, None, 0., False)
  def attention_causal(self: __torch__.Operators, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    qt = torch.transpose(q, 1, 2)
    kt = torch.transpose(k, 1, 2)
    vt = torch.transpose(v, 1, 2)
    return torch.scaled_dot_product_attention(qt, kt, vt, None, 0., True, scale=None, enable_gqa=True)
  def layer_norm(self: __torch__.Operators, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.layer_norm(x, [torch.size(x, -1)], weight, bias, 1.0e-05)
  def rms_norm(self: __torch__.Operators, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x, [torch.size(x, -1)], weight, 1.0e-05)
  def unfused_rms_norm(self: __torch__.Operators, x: Tensor, scale: Tensor) -> Tensor:
    wide = torch.to(x, 6)
    norm = torch.norm(wide, 2, [-1], True)
    rms = torch.mul(norm, torch.pow(torch.size(x, -1), -0.5))
    normed = torch.div(wide, torch.add(rms, 1.0e-08))
    return torch.type_as(torch.mul(scale, normed), x)
  def residual_add(self: __torch__.Operators, x: Tensor, residual: Tensor) -> Tensor:
    return torch.add(x, residual)
  def gelu(self: __torch__.Operators, x: Tensor) -> Tensor:
    return torch.gelu(x)
  def swiglu(self: __torch__.Operators, gate: Tensor, up: Tensor) -> Tensor:
    return torch.mul(torch.silu(gate), up)
  def rotate_half(self: __torch__.Operators, x: Tensor) -> Tensor:
    half = torch.floordiv(torch.size(x, -1), 2)
    low = torch.narrow(x, -1, 0, half)
    high = torch.narrow(x, -1, half, half)
    return torch.cat([torch.neg(high), low], -1)
  def rotary(self: __torch__.Operators, q: Tensor, k: Tensor, cos: Tensor, sin: Tensor) -> List[Tensor]:
    q1 = torch.add(torch.mul(q, cos), torch.mul((self).rotate_half(q, ), sin))
    k1 = torch.add(torch.mul(k, cos), torch.mul((self).rotate_half(k, ), sin))
    return [q1, k1]
  def embedding(self: __torch__.Operators, table: Tensor, ids: Tensor) -> Tensor:
    return torch.embedding(table, ids)
  def softmax(self: __torch__.Operators, scores: Tensor) -> Tensor:
    return torch.softmax(scores, -1)
  def causal_softmax(self: __torch__.Operators, scores: Tensor, future: Tensor) -> Tensor:
    return torch.softmax(torch.masked_fill(scores, future, -10000.), -1)
  def operand(self: __torch__.Operators, x: Tensor) -> Tensor:
    return torch.clone(x)
  def mask_fill(self: __torch__.Operators, scores: Tensor, future: Tensor) -> Tensor:
    return torch.masked_fill_(torch.view_as(scores, scores), future, 0.)
  def cross_entropy(self: __torch__.Operators, logits: Tensor, target: Tensor) -> List[Tensor]:
    highest = torch.amax(logits, [-1], True)
    logits0 = torch.sub_(logits, highest)
    outside = torch.__or__(torch.lt(target, 0), torch.ge(target, torch.size(logits, -1)))
    inside = torch.masked_fill(target, outside, 0)
    predicted = torch.squeeze(torch.gather(logits0, -1, torch.unsqueeze(inside, -1)), -1)
    predicted0 = torch.masked_fill(predicted, outside, 0.)
    exps = torch.exp_(logits0)
    total = torch.sum(exps, [-1])
    loss = torch.sub(torch.log(total), predicted0)
    softmax = torch.div_(exps, torch.unsqueeze(total, -1))
    return [loss, softmax]
  def loss(self: __torch__.Operators, logits: Tensor, target: Tensor) -> Tensor:
    rows = torch.flatten(logits, 0, -2)
    return torch.cross_entropy_loss(rows, torch.flatten(target, 0, -1))
  def cross_entropy_backward(self: __torch__.Operators, softmax: Tensor, target: Tensor, grad: Tensor) -> Tensor:
    ones = torch.neg(torch.ones_like(torch.unsqueeze(target, -1), dtype=6))
    less = torch.scatter_add_(softmax, -1, torch.unsqueeze(target, -1), torch.type_as(ones, softmax))
    return torch.mul_(less, torch.unsqueeze(grad, -1))
  def experts(self: __torch__.Operators, x: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
    inner = torch.mul(torch.silu(torch.bmm(x, gate)), torch.bmm(x, up))
    return torch.bmm(inner, down)
  def adam(self: __torch__.Operators, parameters: List[Tensor], grads: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor]) -> Tensor:
    none = annotate(List[Tensor], [])
    torch._fused_adamw_(parameters, grads, means, squares, none, steps, lr=0.001, beta1=0.9, beta2=0.999, weight_decay=0.01, eps=1.0e-08, amsgrad=False, maximize=False)
    return torch.select(steps[0], 0, 0)
  def first_adam(self: __torch__.Operators, parameters: List[Tensor], grads: List[Tensor]) -> Tensor:
    means = annotate(List[Tensor], [])
    squares = annotate(List[Tensor], [])
    steps = annotate(List[Tensor], [])
    for i in range(torch.len(parameters)):
      _0 = torch.append(means, torch.zeros_like(parameters[i]))
      _1 = torch.append(squares, torch.zeros_like(parameters[i]))
      _2 = torch.append(steps, torch.zeros([1], dtype=6))
    return (self).adam(parameters, grads, means, squares, steps, )
