// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A token whose whole supply belongs at first to whoever deploys it.
contract Token is ERC20 {
    constructor() ERC20("Gaslamp Token", "LAMP") {
        _mint(msg.sender, 1_000_000 ether);
    }
}
